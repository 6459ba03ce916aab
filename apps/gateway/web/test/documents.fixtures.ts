/** Made-up documents, one of each kind, typed by the contracts. Never shipped. */
import type {
  BillDocument,
  IssuedDocument,
  MyDocuments,
  Output,
  Receipt,
  StatementDocument,
  VerifyDocument,
  YearSummary,
} from '@sounding/contracts';
import { at, BOOKING, CLIENT, id, PROVIDER, receipt, usd } from './fixtures.ts';
import { statement } from './money.fixtures.ts';

const issued = {
  template: 2,
  issuer: {
    name: 'Sounding GmbH',
    address: ['Lange Gasse 12', '1080 Vienna', 'Austria'],
    registration: 'VAT ID ATU12345678',
  },
  paper: 'a4' as const,
};
const proofOf = (token: string) => ({ verifyAt: `https://sounding.example/verify/${token.repeat(32)}` });

const full: Receipt = {
  ...receipt,
  ...issued,
  ...proofOf('k'),
  mode: 'advice',
  service: { title: 'An hour at the fork: look at both roads before you choose', category: 'life-path-advice' },
  clientZone: 'Europe/Berlin',
  providerZone: 'America/New_York',
  refundable: [
    { bookingId: BOOKING, rule: 'cancel-early', amount: usd(6000), until: at(5) },
    { bookingId: BOOKING, rule: 'cancel-late', amount: usd(3000), until: at(29) },
    { bookingId: BOOKING, rule: 'guarantee', amount: usd(6000), until: at(198) },
  ],
};

/** What the service takes out. */
export function discreetOf(document: IssuedDocument): IssuedDocument {
  if (!('bookingId' in document)) return document;
  const { service: _, ...rest } = document;
  return { ...rest, providerName: 'Your provider', mode: null };
}

const named: Receipt = {
  ...full,
  ...proofOf('n'),
  id: id(41),
  number: 'R-2026-000043',
  clientName: 'Friederike Mayröcker-Oppenheimer',
  replaces: 'R-2026-000042',
};
const old: Receipt = { ...full, ...proofOf('o'), id: id(42), number: 'R-2026-000042' };
/** Its PDF is never ready. */
const coming: Receipt = {
  ...full,
  ...proofOf('t'),
  id: id(43),
  kind: 'tip-receipt',
  number: 'R-2026-000044',
  lines: [{ kind: 'tip', quantity: 1, unit: usd(1000), amount: usd(1000) }],
  total: usd(1000),
  refundable: [],
  billHash: null,
};
const credit: Receipt = {
  ...full,
  ...proofOf('c'),
  id: id(44),
  kind: 'credit-note',
  number: 'C-2026-000007',
  lines: [{ kind: 'price', quantity: 1, unit: usd(3000), amount: usd(3000) }],
  total: usd(3000),
  reason: 'claim-decided',
  about: 'R-2026-000041',
  refundable: [],
};
const bill: BillDocument = {
  ...full,
  ...proofOf('b'),
  id: id(45),
  kind: 'bill',
  number: 'B-2026-000012',
  bookingId: id(21),
  method: null,
  sessions: [
    { bookingId: id(21), startsAt: at(29), endsAt: at(30) },
    { bookingId: id(28), startsAt: at(197), endsAt: at(198) },
  ],
  refundable: [
    { bookingId: id(21), rule: 'cancel-early', amount: usd(6000), until: at(5) },
    { bookingId: id(28), rule: 'cancel-early', amount: usd(6000), until: at(173) },
  ],
  payBy: at(0.15),
};
const month: StatementDocument = {
  ...issued,
  ...proofOf('s'),
  id: id(46),
  kind: 'statement',
  number: 'S-2026-000003',
  providerId: PROVIDER,
  providerName: 'Marguerite Okafor',
  from: '2026-10-01T00:00:00.000Z',
  to: '2026-11-01T00:00:00.000Z',
  zone: 'Europe/Paris',
  opening: usd(0),
  closing: statement.closing,
  lines: statement.lines,
  totals: statement.totals,
  issuedAt: at(-2),
  hash: 'd'.repeat(64),
};
const nothing = { price: usd(0), fee: usd(0), tax: usd(0), tip: usd(0) };
const year: YearSummary = {
  ...issued,
  ...proofOf('y'),
  id: id(47),
  kind: 'year-summary',
  number: 'Y-2026-000002',
  clientId: CLIENT,
  clientName: 'Heron',
  year: 2026,
  zone: 'Europe/Berlin',
  rows: [
    {
      ...{ number: 'R-2026-000041', kind: 'receipt' as const, movedAt: at(-400), bookingId: BOOKING },
      ...{ ...nothing, price: usd(6000), fee: usd(349), total: usd(6349) },
    },
    {
      ...{ number: 'R-2026-000044', kind: 'tip-receipt' as const, movedAt: at(-300), bookingId: BOOKING },
      ...{ ...nothing, tip: usd(1000), total: usd(1000) },
    },
    {
      ...{ number: 'C-2026-000007', kind: 'credit-note' as const, movedAt: at(-200), bookingId: BOOKING },
      ...{ ...nothing, price: usd(-3000), total: usd(-3000) },
    },
  ],
  totals: { price: usd(3000), fee: usd(349), tax: usd(0), tip: usd(1000), total: usd(4349) },
  issuedAt: at(-1),
  replaces: 'Y-2026-000001',
  hash: 'e'.repeat(64),
};

export const documents: Record<string, IssuedDocument> = Object.fromEntries(
  [full, named, old, coming, credit, bill, month, year].map((one) => [one.id, one]),
);
export const COMING = coming.id;
export const REPLACED: Readonly<Record<string, string>> = { [old.id]: named.id };

function totalOf(one: IssuedDocument) {
  if (one.kind === 'statement') return one.closing;
  return one.kind === 'year-summary' ? one.totals.total : one.total;
}

type Listed = Output<typeof MyDocuments>['documents'][number];
export const listed: Listed[] = [...Object.values(documents)].reverse().map((one) => ({
  ...{ id: one.id, kind: one.kind, number: one.number, issuedAt: one.issuedAt, total: totalOf(one) },
  ...{ bookingId: 'bookingId' in one ? one.bookingId : null, replaced: one.id in REPLACED },
}));

export const BILL = bill;
export const MONTH = month;
export const YEAR = year;
export const NAMED = named;

const proofs: Record<string, Output<typeof VerifyDocument>> = Object.fromEntries(
  Object.values(documents).map((one) => {
    const replacedBy = documents[REPLACED[one.id] ?? '']?.number ?? null;
    const token = one.verifyAt?.split('/').at(-1) ?? '';
    const { number, kind, issuedAt, hash } = one;
    const state = replacedBy ? ('replaced' as const) : ('in-force' as const);
    return [token, { number, kind, issuedAt, hash, total: totalOf(one), state, replacedBy }];
  }),
);
export const proofBy = (token: string) => proofs[token];
