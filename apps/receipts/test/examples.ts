/** One document of each kind, frozen: the examples of the guide and the golden pictures are rendered from them. */
import { createHash } from 'node:crypto';
import { canonicalJson, type DocumentKind, IssuedDocument } from '@sounding/contracts';
import { money } from '@sounding/money';

const id = (n: number) => `5e1f0c2a-7b3d-4c8e-9a41-${String(n).padStart(12, '0')}`;
/** Their first eight signs differ as those of random ids do. */
const booking = (n: number) =>
  `${((0x3c7a9e10 + n * 0x9e3779b1) % 2 ** 32).toString(16).padStart(8, '0')}-4d2b-4f6a-8c1e-0b9d7e5f3a21`;

const issuer = {
  name: 'Sounding Services Ltd.',
  address: ['14 Harbour Street', 'Dublin D02 XY45', 'Ireland'],
  registration: 'Company no. 123456, VAT IE1234567X',
};
const verifyAt = 'https://sounding.example/documents/Vb3hQ8n2LxT0mZrK5wYpJd';
const issued = { template: 2, issuer, paper: 'a4' as const, verifyAt };

const parties = {
  bookingId: booking(1),
  clientId: id(1),
  providerId: id(2),
  clientName: 'Robin',
  providerName: 'Ana Ruiz',
  clientZone: 'Europe/Berlin',
  providerZone: 'America/New_York',
  termsVersion: '2026-11-01',
};
const service = { title: 'What matters to you now, and what used to', category: 'Life direction' };
const method = { brand: 'visa', last4: '4242' };
const fee = { kind: 'handling-fee' as const, quantity: 1, unit: money(349), amount: money(349) };

const WEEK = 7 * 86_400_000;
const later = (instant: string, ms: number) => new Date(Date.parse(instant) + ms).toISOString();

/** Sessions of 50 minutes at the same hour of so many weeks. */
export function weekly(weeks: number) {
  return Array.from({ length: weeks }, (_, week) => ({
    bookingId: booking(week + 1),
    startsAt: later('2026-12-07T17:00:00.000Z', week * WEEK),
    endsAt: later('2026-12-07T17:50:00.000Z', week * WEEK),
  }));
}

function refundableOf(sessions: ReturnType<typeof weekly>) {
  return sessions.flatMap(({ bookingId, startsAt, endsAt }) => [
    { bookingId, rule: 'cancel-early' as const, amount: money(6_000), until: later(startsAt, -86_400_000) },
    { bookingId, rule: 'cancel-late' as const, amount: money(3_000), until: startsAt },
    { bookingId, rule: 'guarantee' as const, amount: money(6_000), until: later(endsAt, WEEK) },
  ]);
}

type Fields = Record<string, unknown>;

/** As it is frozen: with the hash of all that it says. */
export function frozen<D extends IssuedDocument = IssuedDocument>(fields: Fields): D {
  const { hash: _, ...said } = fields;
  const hash = createHash('sha256').update(canonicalJson(said)).digest('hex');
  return IssuedDocument.parse({ ...said, hash }) as D;
}

/** The bill of a package. */
export function billOf(weeks: number): IssuedDocument {
  const sessions = weekly(weeks);
  const [first] = sessions;
  return frozen({
    ...{ ...parties, ...issued, kind: 'bill', id: id(10), number: 'B-2026-000214' },
    ...{ mode: 'advice', service, startsAt: first?.startsAt, endsAt: first?.endsAt, sessions },
    lines: [{ kind: 'price', quantity: weeks, unit: money(6_000), amount: money(6_000 * weeks) }, fee],
    ...{ total: money(6_000 * weeks + 349), method: null, reason: null, billHash: null },
    ...{ refundable: refundableOf(sessions), issuedAt: '2026-11-28T09:15:00.000Z', payBy: '2026-11-28T09:25:00.000Z' },
  });
}

const receipt = {
  ...{ ...parties, ...issued, kind: 'receipt', id: id(11), number: 'R-2026-000173' },
  ...{ mode: 'therapy', service: { title: 'Sleeping again after a hard year', category: 'Sleep' } },
  ...{ startsAt: '2026-12-07T17:00:00.000Z', endsAt: '2026-12-07T17:50:00.000Z' },
  lines: [
    { kind: 'price', quantity: 1, unit: money(6_000), amount: money(6_000) },
    fee,
    { kind: 'tax', quantity: 1, unit: money(480), amount: money(480) },
  ],
  ...{ total: money(6_829), method, reason: null, billHash: 'b7'.repeat(32) },
  ...{ refundable: refundableOf(weekly(1)), issuedAt: '2026-11-28T09:21:00.000Z' },
};

const untimed = { mode: null, startsAt: null, endsAt: null, billHash: null };

const tip = {
  ...{ ...parties, ...issued, ...untimed, kind: 'tip-receipt', id: id(12), number: 'R-2026-000188' },
  lines: [{ kind: 'tip', quantity: 1, unit: money(1_000), amount: money(1_000) }],
  ...{ total: money(1_000), method, reason: null, issuedAt: '2026-12-08T08:02:00.000Z' },
};

const creditNote = {
  ...{ ...parties, ...issued, ...untimed, kind: 'credit-note', id: id(13), number: 'C-2026-000031' },
  lines: [
    { kind: 'price', quantity: 1, unit: money(3_000), amount: money(3_000) },
    { kind: 'tax', quantity: 1, unit: money(240), amount: money(240) },
  ],
  ...{ total: money(3_240), method, reason: 'client-cancelled-late', about: 'R-2026-000173', service: receipt.service },
  issuedAt: '2026-12-07T11:40:00.000Z',
};

/** So many movements of a provider: sessions of $60.00 and now and then a tip, each Monday sent. */
export function statementOf(count: number): IssuedDocument {
  let balance = 11_400;
  const lines = Array.from({ length: count }, (_, at) => {
    const what = at % 7 === 6 ? 'transfer' : at % 5 === 3 ? 'tip' : at % 11 === 9 ? 'set-off' : 'session';
    const amount = { transfer: -balance, tip: 1_000, 'set-off': -Math.min(700, balance), session: 5_700 }[what];
    balance += amount;
    return {
      at: later('2026-11-02T09:30:00.000Z', at * Math.floor((27 * 86_400_000) / count)),
      ...{ what, bookingId: what === 'transfer' ? null : booking(at) },
      ...(what === 'session' ? { price: money(6_000), commission: money(300) } : { price: null, commission: null }),
      ...{ amount: money(amount), balance: money(balance) },
    };
  });
  const totals = [...Map.groupBy(lines, ({ what }) => what)].map(([what, all]) => ({
    ...{ what, count: all.length },
    amount: money(all.reduce((sum, { amount }) => sum + amount.minor, 0)),
    commission: money(all.reduce((sum, { commission }) => sum + (commission?.minor ?? 0), 0)),
  }));
  return frozen({
    ...{ ...issued, kind: 'statement', id: id(14), number: 'S-2026-000009' },
    ...{ providerId: id(2), providerName: 'Ana Ruiz', zone: 'America/New_York' },
    ...{ from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
    ...{ opening: money(11_400), closing: money(balance), lines, totals, issuedAt: '2026-12-01T06:00:00.000Z' },
  });
}

/** A year of so many documents. */
export function yearOf(count: number): IssuedDocument {
  const rows = Array.from({ length: count }, (_, at) => {
    const kind = at % 6 === 4 ? 'credit-note' : at % 4 === 2 ? 'tip-receipt' : 'receipt';
    const [price, tax, tip_] = {
      'credit-note': [-3_000, -240, 0],
      'tip-receipt': [0, 0, 1_000],
      receipt: [6_000, 480, 0],
    }[kind] as [number, number, number];
    const paidFee = kind === 'receipt' ? 349 : 0;
    return {
      number: `${kind === 'credit-note' ? 'C' : 'R'}-2026-${String(173 + at * 9).padStart(6, '0')}`,
      ...{ kind, movedAt: later('2026-01-12T10:00:00.000Z', at * Math.floor((350 * 86_400_000) / count)) },
      ...{ bookingId: booking(at), price: money(price), fee: money(paidFee), tax: money(tax), tip: money(tip_) },
      total: money(price + paidFee + tax + tip_),
    };
  });
  const sumOf = (part: 'price' | 'fee' | 'tax' | 'tip' | 'total') =>
    money(rows.reduce((sum, row) => sum + row[part].minor, 0));
  return frozen({
    ...{ ...issued, kind: 'year-summary', id: id(15), number: 'Y-2026-000004' },
    ...{ clientId: id(1), clientName: 'Robin', year: 2026, zone: 'Europe/Berlin', rows },
    totals: { price: sumOf('price'), fee: sumOf('fee'), tax: sumOf('tax'), tip: sumOf('tip'), total: sumOf('total') },
    issuedAt: '2027-01-03T10:00:00.000Z',
  });
}

export const EXAMPLES: Readonly<Record<DocumentKind, IssuedDocument>> = {
  bill: billOf(2),
  receipt: frozen(receipt),
  'tip-receipt': frozen(tip),
  'credit-note': frozen(creditNote),
  statement: statementOf(9),
  'year-summary': yearOf(12),
};
