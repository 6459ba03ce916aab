import { MAIL_TEMPLATES, type MailTemplate } from '@sounding/contracts';
import { saidIn } from '@sounding/testing/never-said';
import { dress, type Mail } from './dress.ts';
import { letter, OWN_TEMPLATES, ownLetter, whenIn } from './letters.ts';

const ID = '6f6f2c1e-9a55-4d8f-9a39-0a6f4c6f8a11';
const UTC = { zone: 'UTC', dates: 'en-GB' } as const;
const usd = (minor: number) => ({ minor, currency: 'USD' as const });
/** Every field that any template asks for. */
const DATA = {
  bookingId: ID,
  listingId: ID,
  ticketId: ID,
  receiptId: ID,
  startsAt: '2026-11-23T23:00:00.000Z',
  to: 'client' as const,
  decideBy: '2026-11-26T23:00:00.000Z',
  until: '2026-11-22T09:15:00.000Z',
  total: usd(6349),
  price: usd(6000),
  toClient: usd(3000),
  toProvider: usd(5700),
  tip: usd(500),
  amount: usd(5700),
  by: 'client' as const,
  receiptNumber: 'R-2026-000017',
  answerBy: '2026-11-22T23:00:00.000Z',
  payBy: '2026-11-22T11:00:00.000Z',
  why: 'declined' as const,
  at: '2026-11-22T08:15:00.000Z',
  document: 'terms' as const,
  version: '2027-03-01',
  from: '2027-03-01T00:00:00.000Z',
};

/** Three weeks that were booked together, at $60.00 each. */
const WEEKS = ['2026-11-23', '2026-11-30', '2026-12-07'].map((day, index) => ({
  bookingId: ID.replace(/.$/, String(index)),
  startsAt: `${day}T23:00:00.000Z`,
  endsAt: `${day}T23:50:00.000Z`,
  sequence: 2,
  price: usd(6000),
}));
const WHEREABOUTS = ['attached', 'follows', 'on-page'] as const;
const ABOUT_DOCUMENTS = ['receipt-issued', 'credit-note-issued', 'document-follows', 'document-again'];

function allMails(): [string, Mail][] {
  const wanted = (Object.keys(MAIL_TEMPLATES) as MailTemplate[]).flatMap((template) => {
    const data = MAIL_TEMPLATES[template].parse(DATA);
    const places = ABOUT_DOCUMENTS.includes(template) ? WHEREABOUTS : WHEREABOUTS.slice(0, 1);
    return places.map((pdf): [string, Mail] => [
      `${template} (${pdf})`,
      dress(
        letter(template, data as never, { zone: 'America/New_York', dates: 'en-US', pdf }),
        { alias: 'Robin' },
        'http://localhost:3000',
      ),
    ]);
  });
  const weeks = (['booking-confirmed-client', 'booking-confirmed-provider'] as const).map(
    (template): [string, Mail] => [
      `${template} (several weeks)`,
      dress(letter(template, { ...DATA, sessions: WEEKS }, UTC), { alias: 'Robin' }, 'http://localhost:3000'),
    ],
  );
  const own = OWN_TEMPLATES.map((template): [string, Mail] => [
    template,
    dress(ownLetter(template, '004217'), { alias: 'Robin' }, 'http://localhost:3000'),
  ]);
  return [...wanted, ...weeks, ...own];
}

test.each(allMails())('the mail %s says nothing about what was hired', (_template, mail) => {
  expect(saidIn(mail.subject)).toEqual([]);
  // The address of the link is not prose; its path words are ours and are checked too.
  expect(saidIn(mail.text)).toEqual([]);
  expect(saidIn(mail.html.replace(/<[^>]+>/g, ' '))).toEqual([]);
});

test.each(allMails())('the mail %s greets by alias and loads nothing from anywhere', (_template, mail) => {
  expect(mail.text).toMatch(/^Hello Robin,/);
  expect(mail.html).toContain('Hello Robin,');
  expect(mail.html).not.toMatch(/<img|<link|<script|url\(|@import/i);
  const links = [...mail.html.matchAll(/https?:\/\/[^"< ]+/g)].map(([url]) => new URL(url).origin);
  for (const origin of links) expect(origin).toBe('http://localhost:3000');
});

test('both sides are told from when on they can join by the terms of the booking, or by the first ones', () => {
  for (const termsVersion of ['2026-11-01', undefined]) {
    const told = [
      letter('booking-confirmed-client', { ...DATA, termsVersion }, UTC),
      letter('booking-confirmed-provider', { ...DATA, termsVersion }, UTC),
    ];
    for (const { lines } of told) expect(lines.at(-1)).toContain('join from 10 minutes before the start');
  }
  expect(() => letter('booking-confirmed-client', { ...DATA, termsVersion: '1999-01-01' }, UTC)).toThrow('no terms');
});

test('times are told in the zone of the person', () => {
  expect(whenIn('America/New_York', '2026-11-23T23:00:00.000Z')).toBe(
    'Monday, 23 November 2026 at 18:00 (America/New York)',
  );
  expect(whenIn('Asia/Kathmandu', '2026-11-23T23:00:00.000Z')).toBe(
    'Tuesday, 24 November 2026 at 04:45 (Asia/Kathmandu)',
  );
  expect(whenIn('America/New_York', '2026-11-23T23:00:00.000Z', 'en-US')).toBe(
    'Monday, November 23, 2026 at 6:00 PM (America/New York)',
  );
});

test('amounts are told in dollars and cents, and nothing back is said plainly', () => {
  const late = letter('booking-cancelled', { ...DATA, toClient: usd(3000) }, UTC);
  expect(late.lines.join(' ')).toContain('$30.00 goes back');
  const none = letter('booking-cancelled', { ...DATA, toClient: usd(0) }, UTC);
  expect(none.lines.join(' ')).toContain('Nothing goes back');
});

test('one mail tells of all weeks that were booked together: each time, and the sum that was paid', () => {
  const all = { ...DATA, total: usd(18_349), price: usd(18_000), sessions: WEEKS };
  const client = dress(letter('booking-confirmed-client', all, UTC), { alias: 'Robin' }, 'http://localhost:3000');
  expect(client.text).toContain('Your booking of 3 appointments is confirmed. You paid $183.49 in all.');
  expect(client.text).toContain(
    [
      ' 1. Monday, 23 November 2026 at 23:00 (UTC)',
      ' 2. Monday, 30 November 2026 at 23:00 (UTC)',
      ' 3. Monday, 7 December 2026 at 23:00 (UTC)',
    ].join('\n'),
  );
  expect(client.html).toContain('<ol><li>Monday, 23 November 2026 at 23:00 (UTC)</li><li>');
  expect(client.text).toContain('See your bookings: http://localhost:3000/bookings\n');
  const provider = letter('booking-confirmed-provider', all, UTC);
  expect(provider.lines[0]).toContain('3 appointments. The price of $180.00 in all is paid and held');
  expect(provider.lines[1]).toEqual(expect.arrayContaining(['Monday, 7 December 2026 at 23:00 (UTC): $60.00']));
});

test('a mail about a document says where its PDF is, and leads to the document', () => {
  for (const template of ['receipt-issued', 'credit-note-issued', 'document-again'] as const) {
    const [attached, follows, onPage] = WHEREABOUTS.map((pdf) => letter(template, DATA, { ...UTC, pdf }));
    expect(attached?.lines.at(-1)).toContain('The PDF is attached');
    expect(follows?.lines.at(-1)).toContain('follows in a mail of its own');
    expect(onPage?.lines.at(-1)).toContain('on its page');
    for (const told of [attached, follows, onPage]) expect(told?.link?.path).toBe(`/receipts/${ID}`);
  }
  const late = (pdf: 'attached' | 'on-page') => letter('document-follows', DATA, { ...UTC, pdf }).lines.join(' ');
  expect(late('attached')).toContain('Here it is');
  expect(late('on-page')).toContain('It is on its page now');
});

test('a mail that was wanted before documents had pages leads to the booking, and promises no other mail', () => {
  const { receiptId: _none, ...before } = DATA;
  const { lines, link } = letter('receipt-issued', before, UTC);
  expect(link?.path).toBe(`/bookings/${ID}`);
  expect(lines.join(' ')).not.toContain('follows');
});

test('a code is in its mail, in text and HTML, and not in the subject', () => {
  const mail = dress(ownLetter('code-confirm', '004217'), { alias: 'Robin' }, 'http://localhost:3000');
  expect(mail.text).toContain('004217');
  expect(mail.html).toContain('004217');
  expect(mail.subject).not.toContain('004217');
  expect(() => ownLetter('code-confirm', null)).toThrow(/without its code/);
});

test('an alias cannot become markup', () => {
  const mail = dress(ownLetter('already-known', null), { alias: '<b>"&' }, 'http://localhost:3000');
  expect(mail.html).toContain('Hello &lt;b&gt;&quot;&amp;,');
  expect(mail.html).not.toContain('<b>');
});

test('an alias cannot become a link', () => {
  const mail = dress(ownLetter('already-known', null), { alias: 'Win at evil.example' }, 'http://localhost:3000');
  expect(mail.text).toMatch(/^Hello Win at evil\. example,/);
  expect(mail.html).not.toContain('evil.example');
});

test('whoever waited for a time reads which it is, until when it is kept, and that nothing is charged yet', () => {
  const { lines, link } = letter('time-offered', DATA, UTC);
  expect(lines[0]).toContain('Monday, 23 November 2026 at 23:00 (UTC)');
  expect(lines[0]).toContain('until Sunday, 22 November 2026 at 09:15 (UTC)');
  expect(lines[1]).toContain('Nothing is charged unless you take it and pay');
  expect(link?.path).toBe(`/bookings/${ID}`);
});
