/**
 * What stands on paper is what stands in the ledger, to the cent: hires are billed, paid, refunded and tipped at the real billing, the
 * real receipts issues and prints, and the text is taken back out of the PDFs.
 */
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import {
  type DocumentForm,
  IssueBill,
  IssueStatement,
  IssueYearSummary,
  MyDocuments,
  ReceiptPdf,
  StartTip,
  ViewDocument,
} from '@sounding/contracts';
import { format, type Money, money } from '@sounding/money';
import { openStore } from '@sounding/storage';
import { poppler } from '@sounding/testing';
import { type Hire, Till } from '../apps/billing/test/till.ts';
import { ReceiptsModule } from '../apps/receipts/src/receipts.module.ts';
import { standInForCatalog, standInForIdentity } from '../apps/receipts/test/cast.ts';

const FORMS: readonly DocumentForm[] = ['full', 'discreet'];

let till: Till;
const client = randomUUID();
const provider = randomUUID();

beforeAll(async () => {
  till = await Till.start();
  standInForIdentity(till.world).set(client, 'Robin').set(provider, 'Ana');
  standInForCatalog(till.world);
  await till.world.service('receipts', ReceiptsModule);
  await history();
}, 120_000);
afterAll(() => till?.stop());

const hire = (price: number, more: Partial<Hire> & { weeks?: string[] } = {}) =>
  till.hire(price, { clientId: client, providerId: provider, ...more });
const HOUR = 3_600_000;

/** Odd cents, so that no amount is another one by chance. */
async function history(): Promise<void> {
  const now = till.world.clock.now().getTime();
  const over = { startsAt: new Date(now - 2 * HOUR), endsAt: new Date(now - HOUR) };
  const kept = await hire(6_017, over);
  const early = await hire(5_023);
  const late = await hire(7_031);
  const ours = await hire(8_043);
  const weeks = [randomUUID(), randomUUID()];
  const several = await hire(4_057, { weeks });
  await till.refund(early, 'client-cancelled-early', 5_023);
  await till.refund(late, 'client-cancelled-late', 7_031);
  await till.refund(ours, 'our-error', 8_043);
  await till.refund({ ...several, bookingId: weeks[1] ?? '' }, 'provider-cancelled', 4_057);
  await till.release(kept, 5_716, 301);
  await tip(kept, 1_009);
  await till.world.eventually(async () => {
    const kinds = (await listed()).map(({ kind }) => kind).sort();
    expect(kinds).toEqual([...Array(4).fill('credit-note'), ...Array(5).fill('receipt'), 'tip-receipt']);
  }, 60_000);
}

async function tip({ bookingId }: Hire, minor: number): Promise<void> {
  const pages = { successUrl: 'http://localhost:3000/paid', cancelUrl: 'http://localhost:3000/back' };
  const { url } = await till.world.as(client).ask(StartTip, { bookingId, amount: money(minor), ...pages });
  await till.pay(url);
}

const listed = async () => (await till.world.as(client).ask(MyDocuments, {})).documents;

async function textOf(holder: string, receiptId: string, form: DocumentForm): Promise<string> {
  const { object } = await till.world.eventually(
    () => till.world.as(holder).ask(ReceiptPdf, { receiptId, form }),
    30_000,
  );
  const stored = await openStore({ folder: `${till.world.home}/objects` }).get(object);
  if (!stored) throw new Error(`nothing is stored as ${object}`);
  return (await poppler('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], await buffer(stored.stream))).toString();
}

/** Every amount of a text as it is printed, `$63.49`, in any order. */
const amountsIn = (text: string): string[] => (text.match(/[-−]?\$[\d,]+\.\d{2}/g) ?? []).sort();

/** What Stripe's account moved by in an entry, and how it was parted; from the ledger alone. */
async function booked(): Promise<{ total: number; parts: number[] }[]> {
  const rows = await till.world.sql<{ stripe: string; parts: string[] | null }>(
    'billing',
    `SELECT abs(sum(minor) FILTER (WHERE account = 'stripe'))::text AS stripe,
            array_agg(abs(minor)::text) FILTER (WHERE account <> 'stripe') AS parts
     FROM ledger_posting JOIN ledger_entry ON ledger_entry.id = entry_id
     WHERE kind IN ('charge', 'tip', 'refund-confirmed') GROUP BY entry_id`,
  );
  return rows.map(({ stripe, parts }) => ({ total: Number(stripe), parts: (parts ?? []).map(Number) }));
}

const ascending = (a: number, b: number) => a - b;

it('there is one document for each charge, tip and refund in the ledger, over the same amount', async () => {
  const totals = (await listed()).map(({ total }) => total.minor).sort(ascending);
  const ledger = (await booked()).map(({ total }) => total).sort(ascending);
  expect(totals).toEqual(ledger);
});

it('the lines of each receipt are the postings of its charge', async () => {
  const charges = (await booked()).filter(({ parts }) => parts.length > 1).map(({ parts }) => parts.sort(ascending));
  const receipts = (await listed()).filter(({ kind }) => kind === 'receipt');
  const lines = await Promise.all(
    receipts.map(async ({ id }) => {
      const { document } = await till.world.as(client).ask(ViewDocument, { documentId: id });
      if (!('clientId' in document) || document.kind === 'year-summary') throw new Error('no receipt');
      // Each week of a package has a hold of its own.
      return document.lines
        .flatMap(({ quantity, unit }) => Array.from({ length: quantity }, () => unit.minor))
        .sort(ascending);
    }),
  );
  const sorted = (all: number[][]) => all.map((one) => one.join(' ')).sort();
  expect(sorted(lines)).toEqual(sorted(charges));
});

it.each(FORMS)(
  'every line and total of the %s PDF is that of the frozen document, and its number and hash are there',
  async (form) => {
    for (const { id, number } of await listed()) {
      const { document } = await till.world.as(client).ask(ViewDocument, { documentId: id, form });
      if (document.kind === 'statement' || document.kind === 'year-summary') continue;
      const text = await textOf(client, id, form);
      expect(text).toContain(number);
      expect(text.replaceAll(/\s/g, '')).toContain(document.hash);
      const rows = text.split('\n').map((row) => amountsIn(row).join(' '));
      for (const { unit, amount } of document.lines) {
        expect([number, rows]).toEqual([
          number,
          expect.arrayContaining([[format(unit), format(amount)].sort().join(' ')]),
        ]);
      }
      expect(amountsIn(text)).toContain(format(document.total as Money));
    }
  },
  120_000,
);

it('a bill on paper has the lines of billing, before anything was paid', async () => {
  const { bookingId, bill } = await till.bill(9_067, { clientId: client, providerId: provider });
  const document = await till.world.as(client).ask(IssueBill, { bookingId });
  expect([document.lines, document.total, document.billHash]).toEqual([bill.lines, bill.total, bill.hash]);
  const text = await textOf(client, document.id, 'full');
  for (const amount of ['$90.67', '$3.49', '$94.16']) expect(amountsIn(text)).toContain(amount);
});

it('the summary of the year ends with what the ledger says that the client has paid in all', async () => {
  const { id, totals, rows, year } = await till.world
    .as(client)
    .ask(IssueYearSummary, { year: till.world.clock.now().getUTCFullYear() });
  const [row] = await till.world.sql<{ sum: string }>(
    'billing',
    `SELECT sum(minor)::text FROM ledger_posting JOIN ledger_entry ON ledger_entry.id = entry_id
     WHERE account = 'stripe' AND kind IN ('charge', 'tip', 'refund-confirmed')`,
  );
  expect(totals.total.minor).toBe(Number(row?.sum));
  const text = await textOf(client, id, 'full');
  expect(text).toContain(String(year));
  for (const { number } of rows) expect(text).toContain(number);
  expect(amountsIn(text)).toContain(format(totals.total as Money));
});

it('a provider’s statement of the month ends with what the ledger owes them', async () => {
  const month = till.world.clock.now().toISOString().slice(0, 7);
  await till.world.clock.move({ days: 32 });
  const { id, closing, lines } = await till.world.as(provider).ask(IssueStatement, { month });
  expect(closing.minor).toBe(-((await till.balances())[`payable:${provider}`] ?? 0));
  expect(lines.map(({ what, amount }) => [what, amount.minor])).toEqual([
    ['session', 5_716],
    ['tip', 1_009],
  ]);
  const text = await textOf(provider, id, 'full');
  for (const amount of ['$57.16', '$10.09', '$67.25']) expect(amountsIn(text)).toContain(amount);
});
