/** What goes along with mails: invitations for calendars, and documents from the object store. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BookingMail, ReceiptsMail } from '@sounding/contracts';
import type { World } from '@sounding/testing';
import { saidIn } from '@sounding/testing/never-said';
import { sync as other } from 'node-ical';
import { convertIcsCalendar } from 'ts-ics';
import { attachedTo, calendarIn, calendarsIn, type Mailbox } from './mailbox.ts';
import { Office, type Wish } from './office.ts';

let office: Office;
let world: World;
let mailbox: Mailbox;

beforeAll(async () => {
  office = await Office.start();
  ({ world, mailbox } = office);
});
afterAll(() => office?.stop());

const member = (zone?: string) => office.member(zone);
const rowOf = (key: string) => office.rowOf(key);

test('a confirmed booking brings an invitation, its cancellation takes it back, and both say nothing', async () => {
  const { id, email } = await member('Asia/Kathmandu');
  const bookingId = randomUUID();
  const times = { bookingId, startsAt: '2026-12-01T10:00:00.000Z', endsAt: '2026-12-01T11:00:00.000Z' };
  const usd = (minor: number) => ({ minor, currency: 'USD' });
  const wish = (template: string, data: object): Wish => ({
    accountId: id,
    key: `${template}:${bookingId}`,
    template,
    data: { ...times, ...data },
  });
  await world.say('booking', BookingMail, wish('booking-confirmed-client', { total: usd(6349), sequence: 2 }));
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(1));
  await world.say(
    'booking',
    BookingMail,
    wish('booking-cancelled', { by: 'client', toClient: usd(6000), sequence: 3 }),
  );
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(2));
  const [invitation, cancellation] = mailbox.to(email).map(({ raw }) => calendarIn(raw));
  expect(invitation?.type).toMatch(/method=REQUEST/);
  expect(cancellation?.type).toMatch(/method=CANCEL/);
  for (const [part, sequence] of [
    [invitation, 2],
    [cancellation, 3],
  ] as const) {
    const [entry] = convertIcsCalendar(undefined, part?.text ?? '').events ?? [];
    expect(entry).toMatchObject({ uid: `${bookingId}@localhost`, summary: 'Appointment', sequence });
    expect(entry?.start.date.toISOString()).toBe(times.startsAt);
    expect(part?.text).toContain('TZID:Asia/Kathmandu');
    expect(saidIn(part?.text ?? '')).toEqual([]);
    expect(part?.text).not.toContain('Robin');
  }
});

test('several weeks are one mail with an appointment for each, which two libraries read, and one of them can be taken back', async () => {
  const { id, email } = await member('America/New_York');
  // The second week is on the day after the clocks go forward.
  const weeks = ['2027-03-08', '2027-03-15', '2027-03-22'].map((day, index) => ({
    bookingId: randomUUID(),
    startsAt: `${day}T15:00:00.000Z`,
    endsAt: `${day}T15:50:00.000Z`,
    sequence: index + 2,
  }));
  const [first, second] = weeks as [(typeof weeks)[0], (typeof weeks)[0]];
  await world.say('booking', BookingMail, {
    accountId: id,
    key: `booking-confirmed-client:${first.bookingId}`,
    template: 'booking-confirmed-client',
    data: { ...first, total: { minor: 18_349, currency: 'USD' }, sessions: weeks },
  });
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(1));
  const [mail] = mailbox.to(email);
  expect(mail?.text).toContain(' 3. Monday, 22 March 2027 at 11:00 (America/New York)');
  expect(saidIn(`${mail?.subject} ${mail?.text}`)).toEqual([]);
  const files = calendarsIn(mail?.raw ?? '');
  expect(files.map(({ name }) => name)).toEqual(['appointment-1.ics', 'appointment-2.ics', 'appointment-3.ics']);
  for (const [index, { type, text }] of files.entries()) {
    const { bookingId, startsAt, sequence } = weeks[index] as typeof first;
    expect(type).toMatch(/^text\/calendar;.*method=REQUEST/);
    expect(saidIn(text.replaceAll('\r\n ', ''))).toEqual([]);
    const uid = `${bookingId}@localhost`;
    const [entry, ...more] = convertIcsCalendar(undefined, text).events ?? [];
    expect([entry?.uid, entry?.sequence, entry?.start.date.toISOString(), more]).toEqual([uid, sequence, startsAt, []]);
    const [read] = Object.values(other.parseICS(text)).filter((one) => one?.type === 'VEVENT');
    expect(read).toMatchObject({ uid, start: new Date(startsAt), method: 'REQUEST' });
  }
  await world.say('booking', BookingMail, {
    accountId: id,
    key: `booking-cancelled:${second.bookingId}`,
    template: 'booking-cancelled',
    data: { ...second, sequence: 4, by: 'client', toClient: { minor: 6000, currency: 'USD' } },
  });
  await world.eventually(() => expect(mailbox.to(email)).toHaveLength(2));
  const taken = calendarIn(mailbox.to(email)[1]?.raw ?? '');
  expect(taken?.text).toContain(`UID:${second.bookingId}@localhost`);
  expect(taken?.text).toContain('METHOD:CANCEL');
});

describe('a document', () => {
  const folder = () => join(world.home, 'objects', 'documents');

  /** Puts a PDF where receipts would, and answers its key. */
  function stored(content: Buffer): string {
    const name = `${createHash('sha256').update(content).digest('hex')}.pdf`;
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), name), content);
    return `documents/${name}`;
  }

  function issued(accountId: string, object: string | null, template = 'receipt-issued', key = randomUUID()): Wish {
    const attachment = { object, name: 'sounding-R-2026-000017.pdf' };
    const total = { minor: 6349, currency: 'USD' };
    const about = { bookingId: randomUUID(), receiptId: randomUUID(), receiptNumber: 'R-2026-000017', total };
    return { accountId, key, template, data: { ...about, ...(object === null ? {} : { attachment }) } };
  }

  /** The only mail to somebody, once it is there. */
  async function mailTo(email: string, from = mailbox) {
    await world.eventually(() => expect(from.to(email)).toHaveLength(1));
    const [mail] = from.to(email);
    if (!mail) throw new Error('no mail');
    return { ...mail, attached: attachedTo(mail.raw) };
  }

  test.each(['receipt-issued', 'credit-note-issued', 'document-follows', 'document-again'])(
    'goes along with %s, byte for byte, under a name that says nothing',
    async (template) => {
      const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(90_000)]);
      const { id, email } = await member();
      const wish = issued(id, stored(content), template);
      await world.say('receipts', ReceiptsMail, wish);
      const { text, attached } = await mailTo(email);
      expect(attached).toEqual([{ type: 'application/pdf', name: 'sounding-R-2026-000017.pdf', content }]);
      expect(saidIn(attached.map(({ name }) => name).join(' '))).toEqual([]);
      expect(text).toMatch(/attached|Here it is/);
      expect(text).toContain(`http://localhost:3000/receipts/${wish.data.receiptId}`);
    },
  );

  test('that could not be made yet is promised, and nothing is attached', async () => {
    const { id, email } = await member();
    await world.say('receipts', ReceiptsMail, issued(id, null));
    const { text, attached } = await mailTo(email);
    expect([attached, text]).toEqual([[], expect.stringContaining('follows in a mail of its own')]);
  });

  test.each([
    ['is not there', () => `documents/${'0'.repeat(64)}.pdf`],
    ['is larger than 5 MB', () => stored(Buffer.alloc(5_000_001, 'x'))],
    [
      'is something else of the store',
      () => {
        mkdirSync(folder(), { recursive: true });
        writeFileSync(join(folder(), '..', 'secret.pdf'), 'not for mails');
        return 'secret.pdf';
      },
    ],
    ['climbs', () => `documents/../documents/${'0'.repeat(64)}.pdf`],
  ])('that %s does not keep the mail from leaving at once, which says where the document is', async (_why, key) => {
    const { id, email } = await member();
    const wish = issued(id, key());
    await world.say('receipts', ReceiptsMail, wish);
    const { text, attached } = await mailTo(email);
    expect([attached, text]).toEqual([[], expect.stringContaining('You can read it on its page')]);
    expect(await rowOf(`receipts:${wish.key}`)).toMatchObject({ tries: 1 });
  });

  /** While it works, the folder of documents is a file, so that no read succeeds. */
  async function whileAway(work: () => Promise<void>): Promise<void> {
    mkdirSync(folder(), { recursive: true });
    renameSync(folder(), `${folder()}-away`);
    writeFileSync(folder(), '');
    try {
      await work();
    } finally {
      rmSync(folder());
      renameSync(`${folder()}-away`, folder());
    }
  }

  test('goes along a little later when the store was away for a moment', async () => {
    const { id, email } = await member();
    const wish = issued(id, stored(Buffer.from('%PDF-1.7 a moment')));
    await whileAway(async () => {
      await world.say('receipts', ReceiptsMail, wish);
      await world.eventually(async () =>
        expect(await rowOf(`receipts:${wish.key}`)).toMatchObject({ state: 'waiting', last_error: 'store-away' }),
      );
    });
    expect(mailbox.to(email)).toEqual([]);
    await world.clock.move({ seconds: 6 });
    expect((await mailTo(email)).attached).toHaveLength(1);
  });

  test('that cannot be reached keeps a receipt for five minutes and no longer', async () => {
    const { id, email } = await member();
    const [receipt, late] = [issued(id, stored(Buffer.from('%PDF-1.7 away'))), await member()];
    const follows = issued(late.id, String((receipt.data.attachment as { object: string }).object), 'document-follows');
    await whileAway(async () => {
      await world.say('receipts', ReceiptsMail, receipt);
      await world.say('receipts', ReceiptsMail, follows);
      await world.eventually(async () =>
        expect(await rowOf(`receipts:${receipt.key}`)).toMatchObject({ last_error: 'store-away' }),
      );
      await world.clock.move({ minutes: 4 });
      await world.eventually(async () => expect(await rowOf(`receipts:${receipt.key}`)).toMatchObject({ tries: 2 }));
      expect(mailbox.to(email)).toEqual([]);
      await world.clock.move({ minutes: 1, seconds: 1 });
      const { text, attached } = await mailTo(email);
      expect([attached, text]).toEqual([[], expect.stringContaining('You can read it on its page')]);
      // A mail that is nothing but the document has time until tomorrow.
      expect(mailbox.to(late.email)).toEqual([]);
    });
    await world.clock.move({ hours: 1 });
    expect((await mailTo(late.email)).attached).toHaveLength(1);
  });

  test('and whose it is are in no line of the log', async () => {
    const { id, email } = await member();
    await world.say('receipts', ReceiptsMail, issued(id, `documents/${'1'.repeat(64)}.pdf`));
    await mailTo(email);
    const log = readFileSync(join(world.home, 'identity.log'), 'utf8');
    expect(log).toContain('a mail goes without its document');
    for (const secret of [email, 'Robin', 'R-2026-000017', '1'.repeat(64)]) expect(log).not.toContain(secret);
  });
});
