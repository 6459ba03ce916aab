import { randomUUID } from 'node:crypto';
import { FundsHeld, type Receipt, ReceiptsMail, RefundMade, Resend } from '@sounding/contracts';
import { columnOf, Keyring } from '@sounding/service';
import { startWorld, type World } from '@sounding/testing';
import { RESENDING_REASON } from '../src/mailing/mailing.store.ts';
import { PdfPool } from '../src/receipt/receipt.pdf.ts';
import { ReceiptsModule } from '../src/receipts.module.ts';
import {
  documents,
  type Hire,
  hire,
  paidBill,
  refund,
  refusalOf,
  standInForCatalog,
  standInForIdentity,
} from './cast.ts';

let world: World;
let names: Map<string, string>;
let pool: PdfPool;
let keyring: Keyring;

beforeAll(async () => {
  world = await startWorld();
  names = standInForIdentity(world);
  standInForCatalog(world);
  const running = await world.service('receipts', ReceiptsModule);
  pool = running.app.get(PdfPool);
  keyring = running.app.get(Keyring);
});
afterAll(() => world.stop());

function newHire(): Hire {
  const made = hire();
  names.set(made.clientId, 'Robin').set(made.providerId, 'Ana');
  return made;
}

async function paid(made: Hire): Promise<Receipt> {
  await world.say('billing', FundsHeld, paidBill(made));
  const [receipt] = await documents(world, made.clientId, made.bookingId, 1);
  if (!receipt) throw new Error('no receipt was issued');
  return receipt;
}

const mailsTo = ({ clientId }: Hire) =>
  world.heard('receipts', ReceiptsMail).filter(({ accountId }) => accountId === clientId);

/** As if no browser could be started, until the answer is called. */
function withoutBrowser(): () => void {
  const { print } = pool;
  pool.print = () => Promise.reject(new Error('no browser'));
  return () => {
    pool.print = print;
  };
}

it('the mail of a receipt carries its discreet PDF by its address in the store, and goes once', async () => {
  const made = newHire();
  const receipt = await paid(made);
  await world.eventually(() => expect(mailsTo(made)).toHaveLength(1), 30_000);
  const [mail] = mailsTo(made);
  const [row] = await world.sql<{ object: string }>(
    'receipts',
    'SELECT object FROM rendering WHERE receipt_id = $1 AND object IS NOT NULL',
    [receipt.id],
  );
  expect(mail).toMatchObject({
    key: `receipt:${receipt.id}`,
    template: 'receipt-issued',
    data: { receiptId: receipt.id, receiptNumber: receipt.number, attachment: { object: row?.object } },
  });
  expect(JSON.stringify(mail)).not.toMatch(/Robin|Ana|advice/);
});

it('without a browser the mail goes in time all the same, and the PDF follows once there is one', async () => {
  const back = withoutBrowser();
  const made = newHire();
  const receipt = await paid(made);
  try {
    await world.say('billing', RefundMade, refund(made, 3_000));
    await documents(world, made.clientId, made.bookingId, 2);
    expect(mailsTo(made)).toEqual([]);
    await world.clock.move({ seconds: 41 });
    await world.eventually(() => expect(mailsTo(made)).toHaveLength(2), 30_000);
    expect(
      mailsTo(made)
        .map(({ template }) => template)
        .sort(),
    ).toEqual(['credit-note-issued', 'receipt-issued']);
    for (const { data } of mailsTo(made)) expect(data).not.toHaveProperty('attachment');
  } finally {
    back();
  }
  await world.clock.move({ minutes: 10 });
  await world.eventually(() => expect(mailsTo(made)).toHaveLength(4), 30_000);
  const later = mailsTo(made).filter(({ template }) => template === 'document-follows');
  expect(later).toHaveLength(2);
  expect(later.find(({ data }) => data.receiptId === receipt.id)).toMatchObject({
    key: `receipt-pdf:${receipt.id}`,
    data: { receiptNumber: receipt.number, attachment: { object: expect.any(String) } },
  });
}, 90_000);

describe('support', () => {
  const reason = 'The first mail went to a full mailbox.';

  it('sends a receipt again, and who did it and why is kept', async () => {
    const made = newHire();
    const { id: receiptId, number } = await paid(made);
    await world.eventually(() => expect(mailsTo(made)).toHaveLength(1), 30_000);
    const staff = randomUUID();
    expect(await world.staff(staff).ask(Resend, { receiptId, reason })).toEqual({ number, times: 1 });
    await world.eventually(() => expect(mailsTo(made)).toHaveLength(2));
    expect(mailsTo(made)[1]).toMatchObject({
      template: 'document-again',
      data: { receiptId, attachment: { object: expect.any(String) } },
    });
    const kept = await world.sql(
      'receipts',
      'SELECT id, staff_id, reason, reason_sealed FROM resending WHERE receipt_id = $1',
      [receiptId],
    );
    expect(kept).toEqual([expect.objectContaining({ staff_id: staff, reason: null })]);
    const { id, reason_sealed: bytes } = kept[0] as { id: string; reason_sealed: Buffer };
    expect(bytes.includes('mailbox')).toBe(false);
    expect(await keyring.open({ ...columnOf(RESENDING_REASON, id, receiptId), bytes })).toBe(reason);
  });

  it('may do so three times a day, also when asked five times at once, and again the day after', async () => {
    const made = newHire();
    const { id: receiptId } = await paid(made);
    const ask = () => world.staff(randomUUID()).ask(Resend, { receiptId, reason });
    const ends = await Promise.all(Array.from({ length: 5 }, () => refusalOf(ask())));
    expect(ends.sort()).toEqual(['answered', 'answered', 'answered', 'resent-too-often', 'resent-too-often']);
    await world.clock.move({ hours: 25 });
    expect(await ask()).toMatchObject({ times: 4 });
  });

  it.each(['', 'why', ' '.repeat(10), 'x'.repeat(301)])('needs a reason; %j is none', async (wrong) => {
    const { id: receiptId } = await paid(newHire());
    expect(await refusalOf(world.staff(randomUUID()).ask(Resend, { receiptId, reason: wrong }))).toBe('invalid-input');
  });

  it('cannot send what does not exist, and a person who is no staff cannot send at all', async () => {
    const made = newHire();
    const { id: receiptId } = await paid(made);
    expect(await refusalOf(world.staff(randomUUID()).ask(Resend, { receiptId: randomUUID(), reason }))).toBe(
      'not-found',
    );
    expect(await refusalOf(world.as(made.clientId).ask(Resend, { receiptId, reason }))).not.toBe('answered');
  });
});
