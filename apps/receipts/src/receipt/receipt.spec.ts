import { createHash } from 'node:crypto';
import { type Bill, type Data, type FundsHeld, Receipt } from '@sounding/contracts';
import fc from 'fast-check';
import { discreet } from './discreet.ts';
import { freeze, isIntact, numberOf, proofOf } from './freeze.ts';
import { paperOf } from './paper.ts';
import { againOf, billOf, creditNoteOf, type Parties, receiptOf, tipReceiptOf } from './receipt.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const usd = (minor: number) => ({ minor, currency: 'USD' as const });
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const issuer = { name: 'Sounding', address: ['1 Quay', 'Port'], registration: null };
const parties: Parties = {
  client: { name: 'Robin', zone: 'Europe/Vienna', country: null },
  provider: { name: 'Ana', zone: 'America/New_York' },
  service: { title: 'A talk about grief', category: 'life-path' },
};

const paid: Data<typeof FundsHeld> = {
  bookingId: id(1),
  billId: id(2),
  billHash: 'b'.repeat(64),
  clientId: id(3),
  providerId: id(4),
  mode: 'therapy',
  startsAt: '2026-11-30T18:00:00.000Z',
  endsAt: '2026-11-30T19:00:00.000Z',
  lines: [
    { kind: 'price', quantity: 1, unit: usd(6000), amount: usd(6000) },
    { kind: 'handling-fee', quantity: 1, unit: usd(349), amount: usd(349) },
  ],
  paid: usd(6349),
  termsVersion: '2026-11-01',
  method: { brand: 'visa', last4: '4242' },
  heldAt: '2026-11-23T18:00:00.000Z',
};

const given = { id: id(9), number: numberOf('R', 2026, 42), verifyAt: 'https://example.org/verify/abc' };

function issued(): Receipt {
  return Receipt.parse(freeze(receiptOf(paid, parties, issuer).document, given, sha256));
}

it('the lines of a receipt are the lines of the bill, to the cent', () => {
  const { lines, total } = issued();
  expect(lines).toEqual(paid.lines);
  expect(total).toEqual(usd(6349));
});

it('a receipt says what of it can go back and until when: a day before, until the start, and seven days after the end', () => {
  expect(issued().refundable?.map(({ rule, amount, until }) => [rule, amount.minor, until])).toEqual([
    ['cancel-early', 6000, '2026-11-29T18:00:00.000Z'],
    ['cancel-late', 3000, '2026-11-30T18:00:00.000Z'],
    ['guarantee', 6000, '2026-12-07T19:00:00.000Z'],
  ]);
});

it('what was over when it was paid is not said to be possible any more', () => {
  const late = { ...paid, heldAt: '2026-11-30T18:00:00.000Z' };
  const { document } = receiptOf(late, parties, issuer);
  expect('refundable' in document && document.refundable?.map(({ rule }) => rule)).toEqual(['guarantee']);
});

it('the receipt of a package says it for each of its weeks, at the price of one', () => {
  const week = (n: number) => ({
    bookingId: id(n),
    startsAt: `2026-12-${String(7 * n).padStart(2, '0')}T18:00:00.000Z`,
    endsAt: `2026-12-${String(7 * n).padStart(2, '0')}T19:00:00.000Z`,
    total: usd(6000),
  });
  const lines = [{ kind: 'price' as const, quantity: 2, unit: usd(6000), amount: usd(12000) }];
  const draft = receiptOf({ ...paid, lines, sessions: [week(1), week(2)] }, parties, issuer);
  expect(draft.bookingIds).toEqual([id(1), id(2)]);
  const { refundable = [] } = draft.document as Receipt;
  expect(refundable.filter(({ rule }) => rule === 'guarantee').map((one) => [one.bookingId, one.amount.minor])).toEqual(
    [
      [id(1), 6000],
      [id(2), 6000],
    ],
  );
});

it('a bill says until when it can be paid, and has no card', () => {
  const bill = {
    ...paid,
    id: id(2),
    listingId: id(5),
    total: paid.paid,
    hash: paid.billHash,
    madeAt: paid.heldAt,
    expiresAt: '2026-11-23T18:10:00.000Z',
    state: 'open',
    paidAt: null,
  } satisfies Bill & Record<string, unknown>;
  expect(billOf(bill, parties, issuer, paid.heldAt).document).toMatchObject({
    kind: 'bill',
    payBy: '2026-11-23T18:10:00.000Z',
    method: null,
    total: usd(6349),
    billHash: paid.billHash,
  });
});

it('a tip has one line and no fee, and names the receipt that it is about', () => {
  const { bookingId, clientId, providerId, termsVersion, method } = paid;
  const tip = {
    bookingId,
    clientId,
    providerId,
    termsVersion,
    method,
    tipId: id(5),
    amount: usd(1000),
    receivedAt: paid.heldAt,
  };
  const { document } = tipReceiptOf(tip, issued(), parties, issuer);
  expect(document).toMatchObject({ about: given.number, mode: 'therapy', startsAt: paid.startsAt });
  expect('lines' in document && document.lines).toEqual([
    { kind: 'tip', quantity: 1, unit: usd(1000), amount: usd(1000) },
  ]);
});

it.each([
  [3000, 0, ['price']],
  [6000, 349, ['price', 'handling-fee']],
])('a credit note of %i and fee %i has the lines %j and their sum', (price, fee, kinds) => {
  const { bookingId, clientId, providerId, termsVersion } = paid;
  const refund = {
    ...{ bookingId, clientId, providerId, termsVersion, refundId: id(6), reason: 'our-error' as const },
    ...{ toClient: usd(price), feeToClient: usd(fee), refundedAt: paid.heldAt },
  };
  const note = creditNoteOf(refund, null, parties, issuer).document as Receipt;
  expect(note.lines.map((line) => line.kind)).toEqual(kinds);
  expect(note.total).toEqual(usd(price + fee));
});

it('a document that was changed by a cent no longer matches its hash', () => {
  const receipt = issued();
  expect(receipt.number).toBe('R-2026-000042');
  expect(isIntact(receipt, sha256)).toBe(true);
  expect(isIntact({ ...receipt, total: usd(6348) }, sha256)).toBe(false);
});

it('a receipt that is issued again keeps lines, total and the day of the payment, and names the one before it', () => {
  const again = againOf(issued(), 'Robin Example', 'US', issuer, '2027-02-01T10:00:00.000Z');
  expect(again).toMatchObject({ replaces: id(9), year: 2026, source: `again:${id(9)}` });
  expect(again.document).toMatchObject({
    clientName: 'Robin Example',
    replaces: 'R-2026-000042',
    movedAt: paid.heldAt,
    issuedAt: '2027-02-01T10:00:00.000Z',
    total: paid.paid,
    lines: paid.lines,
    paper: 'letter',
  });
});

describe('the discreet form', () => {
  const receipt = issued();
  const form = discreet(receipt);

  it('names neither provider nor mode nor what was sold', () => {
    expect(form).toMatchObject({ providerName: 'Your provider', mode: null });
    expect(JSON.stringify(form)).not.toMatch(/Ana|grief|life-path|therapy/);
  });

  it('has the same number, lines, total and hash', () => {
    for (const field of ['number', 'lines', 'total', 'hash', 'method'] as const)
      expect(form[field]).toEqual(receipt[field]);
  });
});

describe('the paper', () => {
  it.each([
    ['US', 'Europe/Vienna', 'letter'],
    ['DE', 'America/New_York', 'a4'],
    [null, 'America/New_York', 'letter'],
    [null, 'America/Toronto', 'letter'],
    [null, 'America/Sao_Paulo', 'a4'],
    [null, 'Asia/Manila', 'letter'],
    [null, 'Europe/Vienna', 'a4'],
    [null, 'UTC', 'a4'],
  ] as const)('of somebody from %s with a clock in %s is %s', (country, zone, paper) => {
    expect(paperOf(country, zone)).toBe(paper);
  });
});

it('an address of proof has 26 letters that nobody mistakes, each as likely as another', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 26, maxLength: 26 }), (bytes) => {
      expect(proofOf(bytes)).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    }),
  );
  expect(() => proofOf(new Uint8Array(25))).toThrow(RangeError);
  expect(new Set(Array.from({ length: 256 }, (_, byte) => proofOf(new Uint8Array(26).fill(byte)))).size).toBe(32);
});
