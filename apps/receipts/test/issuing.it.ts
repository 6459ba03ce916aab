import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Bill,
  BookingReceipts,
  ChangeWishes,
  FundsHeld,
  IssueBill,
  IssueStatement,
  IssueYearSummary,
  MyDocuments,
  MyStatement,
  MyWishes,
  ReceiptBooks,
  RefundMade,
  Refusal,
  Reissue,
  TipReceived,
  VerifyDocument,
  ViewBill,
  ViewDocument,
  ViewReceipt,
  YearPdfs,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import { startWorld, type World } from '@sounding/testing';
import { isIntact } from '../src/receipt/freeze.ts';
import { sha256 } from '../src/receipt/issue.store.ts';
import { ReceiptsModule } from '../src/receipts.module.ts';
import {
  documents,
  type Hire,
  hire,
  listings,
  paidBill,
  refund,
  refusalOf,
  standInForCatalog,
  standInForIdentity,
} from './cast.ts';

let world: World;
let names: Map<string, string>;
/** What billing knows, by booking and by provider. */
const bills = new Map<string, Bill>();
const movements = new Map<string, number>();

beforeAll(async () => {
  world = await startWorld();
  names = standInForIdentity(world);
  standInForCatalog(world);
  world.answer(ViewBill, ({ bookingId }, call) => {
    const bill = bills.get(bookingId);
    if (!bill || bill.clientId !== call.account) throw new Refusal('not-found', 'There is no such booking.');
    return bill;
  });
  world.answer(MyStatement, ({ from, after }, call) => {
    const count = movements.get(call.account ?? '') ?? 0;
    const begun = Number(after ?? 0);
    const size = Math.min(500, count - begun);
    return {
      opening: money(0),
      closing: money(count * 100),
      lines: Array.from({ length: size }, (_, index) => ({
        ...{ at: from, what: 'session' as const, bookingId: randomUUID(), price: money(105), commission: money(5) },
        ...{ amount: money(100), balance: money((begun + index + 1) * 100) },
      })),
      totals: [{ what: 'session' as const, count, amount: money(count * 100), commission: money(count * 5) }],
      next: begun + size < count ? String(begun + size) : null,
    };
  });
  await world.service('receipts', ReceiptsModule);
});
afterAll(() => world.stop());

function newHire(): Hire {
  const made = hire();
  names.set(made.clientId, 'Robin').set(made.providerId, 'Ana');
  return made;
}

async function paid(made: Hire, heldAt?: string) {
  await world.say('billing', FundsHeld, paidBill(made, heldAt));
  const [receipt] = await documents(world, made.clientId, made.bookingId, 1);
  if (!receipt) throw new Error('no receipt was issued');
  return receipt;
}

function openBill(made: Hire): Bill {
  const { lines, mode, startsAt, endsAt, paid: total, termsVersion, billHash, billId } = paidBill(made);
  const bill: Bill = {
    ...{ ...made, id: billId, listingId: randomUUID(), mode, startsAt, endsAt, lines, total, termsVersion },
    ...{ madeAt: startsAt, expiresAt: endsAt, hash: billHash, state: 'open', paidAt: null },
  };
  bills.set(made.bookingId, bill);
  return bill;
}

describe('the full form of a receipt', () => {
  it('says what was sold as catalog names it, and the times of both sides', async () => {
    const made = newHire();
    const listingId = randomUUID();
    listings.set(listingId, { title: 'Where to go from here', category: 'life-path' });
    await world.say('billing', FundsHeld, { ...paidBill(made), listingId });
    const [receipt] = await documents(world, made.clientId, made.bookingId, 1);
    expect(receipt).toMatchObject({
      service: { title: 'Where to go from here', category: 'life-path' },
      clientZone: 'Europe/Vienna',
      providerZone: 'Europe/Vienna',
      template: 2,
      paper: 'a4',
      issuer: { name: 'Sounding' },
    });
  });

  it('leaves out what catalog does not know any more', async () => {
    const made = newHire();
    await world.say('billing', FundsHeld, { ...paidBill(made), listingId: randomUUID() });
    const [receipt] = await documents(world, made.clientId, made.bookingId, 1);
    expect(receipt?.service).toBeUndefined();
  });

  it('is answered discreetly to who asks for that: no provider, no mode, nothing of what was sold', async () => {
    const made = newHire();
    const listingId = randomUUID();
    listings.set(listingId, { title: 'A talk about grief', category: 'life-path' });
    await world.say('billing', FundsHeld, { ...paidBill(made), listingId });
    const [receipt] = await documents(world, made.clientId, made.bookingId, 1);
    const asked = { receiptId: receipt?.id ?? '', form: 'discreet' as const };
    const form = await world.as(made.clientId).ask(ViewReceipt, asked);
    expect(form).toMatchObject({ total: receipt?.total, hash: receipt?.hash, lines: receipt?.lines, mode: null });
    expect(JSON.stringify(form)).not.toMatch(/grief|life-path|Ana|advice/);
  });
});

describe('a bill', () => {
  it('becomes a document once, for its client alone', async () => {
    const made = newHire();
    const bill = openBill(made);
    const issued = await world.as(made.clientId).ask(IssueBill, { bookingId: made.bookingId });
    expect(issued).toMatchObject({ kind: 'bill', total: bill.total, billHash: bill.hash, payBy: bill.expiresAt });
    expect(issued.number).toMatch(/^B-\d{4}-\d{6}$/);
    expect(isIntact(issued, sha256)).toBe(true);
    expect(await world.as(made.clientId).ask(IssueBill, { bookingId: made.bookingId })).toEqual(issued);
    for (const other of [made.providerId, randomUUID()])
      expect(await refusalOf(world.as(other).ask(IssueBill, { bookingId: made.bookingId }))).toBe('not-found');
  });

  it('asked for twenty times at once is one document, and no number is lost', async () => {
    const made = newHire();
    openBill(made);
    const ask = () => world.as(made.clientId).ask(IssueBill, { bookingId: made.bookingId });
    const all = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(all.map(({ number }) => number)).size).toBe(1);
    const other = newHire();
    openBill(other);
    const next = await world.as(other.clientId).ask(IssueBill, { bookingId: other.bookingId });
    const count = (number = '') => Number(number.slice(-6));
    expect(count(next.number)).toBe(count(all[0]?.number) + 1);
  });

  it('is no receipt: it stands in the list of documents, not among the receipts of its booking', async () => {
    const made = newHire();
    openBill(made);
    const { id } = await world.as(made.clientId).ask(IssueBill, { bookingId: made.bookingId });
    const { receipts } = await world.as(made.clientId).ask(BookingReceipts, { bookingId: made.bookingId });
    expect(receipts).toEqual([]);
    const { documents: listed } = await world.as(made.clientId).ask(MyDocuments, {});
    expect(listed.map((one) => [one.id, one.kind])).toEqual([[id, 'bill']]);
    expect(await refusalOf(world.as(made.clientId).ask(ViewReceipt, { receiptId: id }))).toBe('not-found');
    const viewed = await world.as(made.clientId).ask(ViewDocument, { documentId: id });
    expect(viewed.document.kind).toBe('bill');
  });
});

describe('a statement', () => {
  it('of a month that is over is issued once, with every line of every page', async () => {
    const provider = randomUUID();
    names.set(provider, 'Ana');
    movements.set(provider, 1_234);
    const issued = await world.as(provider).ask(IssueStatement, { month: '2025-12' });
    expect(issued).toMatchObject({ from: '2025-12-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' });
    expect(issued.lines).toHaveLength(1_234);
    expect(issued.closing).toEqual(issued.lines.at(-1)?.balance);
    expect(issued.providerName).toBe('Ana');
    movements.set(provider, 1);
    expect(await world.as(provider).ask(IssueStatement, { month: '2025-12' })).toEqual(issued);
  });

  it.each([
    ['of the running month', 10, new Date().toISOString().slice(0, 7), 'month-not-over'],
    ['of a month without a movement', 0, '2025-12', 'nothing-that-month'],
    ['that nobody could read', 2_001, '2025-12', 'statement-too-long'],
    ['of no month', 10, '2025-13', 'invalid-input'],
  ])('%s is refused', async (_, count, month, code) => {
    const provider = randomUUID();
    movements.set(provider, count);
    expect(await refusalOf(world.as(provider).ask(IssueStatement, { month }))).toBe(code);
  });
});

describe('the summary of a year', () => {
  async function aYear() {
    const made = newHire();
    await paid(made, '2024-03-01T12:00:00.000Z');
    await world.say('billing', TipReceived, {
      ...{ ...made, tipId: randomUUID(), amount: money(1_000), termsVersion: '2026-11-01' },
      ...{ method: { brand: 'visa', last4: '4242' }, receivedAt: '2024-03-03T10:00:00.000Z' },
    });
    await world.say('billing', RefundMade, { ...refund(made, 6_000, 349), refundedAt: '2024-12-31T23:59:59.999Z' });
    await world.say('billing', RefundMade, { ...refund(made, 1), refundedAt: '2025-01-01T00:00:00.000Z' });
    await documents(world, made.clientId, made.bookingId, 4);
    return made;
  }

  it('adds up what was paid and given back in that year (UTC), to the cent', async () => {
    const made = await aYear();
    const summary = await world.as(made.clientId).ask(IssueYearSummary, { year: 2024 });
    expect(summary.rows.map(({ kind, total }) => [kind, total.minor])).toEqual([
      ['receipt', 6_349],
      ['tip-receipt', 1_000],
      ['credit-note', -6_349],
    ]);
    const { price, fee, tax, tip, total } = summary.totals;
    expect([price, fee, tax, tip, total].map(({ minor }) => minor)).toEqual([0, 0, 0, 1_000, 1_000]);
    expect(summary.number).toMatch(/^Y-/);
  });

  it('is the same until something comes, and the newer one takes its place', async () => {
    const made = await aYear();
    const ask = () => world.as(made.clientId).ask(IssueYearSummary, { year: 2024 });
    const first = await ask();
    expect(await ask()).toEqual(first);
    const later = { ...refund(made, 2), refundedAt: '2024-06-01T00:00:00.000Z' };
    await world.say('billing', RefundMade, later);
    await documents(world, made.clientId, made.bookingId, 5);
    const second = await ask();
    expect(second.totals.total.minor).toBe(998);
    const old = await world.as(made.clientId).ask(ViewDocument, { documentId: first.id });
    expect(old.replacedBy).toBe(second.id);
  });

  it('of a year without receipts is refused, and so is one that is no year', async () => {
    const made = newHire();
    expect(await refusalOf(world.as(made.clientId).ask(IssueYearSummary, { year: 2023 }))).toBe('nothing-that-year');
    expect(await refusalOf(world.as(made.clientId).ask(IssueYearSummary, { year: 1900 }))).toBe('invalid-input');
  });
});

describe('a receipt that is issued again', () => {
  it('with the full name takes the place of the old one, which stays and says so', async () => {
    const made = newHire();
    const old = await paid(made);
    const asked = { receiptId: old.id, fullName: 'Dr. Åsa Ó Briain-Müller' };
    const again = await world.as(made.clientId).ask(Reissue, asked);
    expect(again).toMatchObject({
      clientName: asked.fullName,
      replaces: old.number,
      lines: old.lines,
      total: old.total,
    });
    expect(isIntact(again, sha256)).toBe(true);
    expect(await world.as(made.clientId).ask(Reissue, asked)).toEqual(again);
    const { receipts } = await world.as(made.clientId).ask(BookingReceipts, { bookingId: made.bookingId });
    expect(receipts.map(({ id }) => id)).toEqual([again.id]);
    const viewed = await world.as(made.clientId).ask(ViewReceipt, { receiptId: old.id });
    expect(viewed).toMatchObject({ clientName: 'Robin', replacedBy: again.id });
  });

  it('counts once for support, whatever its name', async () => {
    const made = newHire();
    const old = await paid(made);
    await world.as(made.clientId).ask(Reissue, { receiptId: old.id, fullName: 'Robin Example' });
    const { rows } = await world.asService('support').ask(ReceiptBooks, { bookingIds: [made.bookingId] });
    expect(rows[0]?.documents.map(({ kind, total }) => [kind, total.minor])).toEqual([['receipt', 6_349]]);
  });

  it('stays in the year of its payment', async () => {
    const made = newHire();
    const old = await paid(made, '2024-05-01T00:00:00.000Z');
    const again = await world.as(made.clientId).ask(Reissue, { receiptId: old.id, fullName: 'Robin Example' });
    expect(again.number).toMatch(new RegExp(`^R-${new Date().getUTCFullYear()}-`));
    const { totals } = await world.as(made.clientId).ask(IssueYearSummary, { year: 2024 });
    expect(totals.total.minor).toBe(6_349);
  });

  it('cannot be had twice under two names, by somebody else, or under a name that is none', async () => {
    const made = newHire();
    const { id: receiptId } = await paid(made);
    const ask = (account: string, fullName: string | null) => world.as(account).ask(Reissue, { receiptId, fullName });
    expect(await refusalOf(ask(made.providerId, 'Somebody Else'))).toBe('not-found');
    for (const wrong of ['<b>Robin</b>', 'x', ' ', 'a'.repeat(121), 'Robin\nExample', '\u202eRobin'])
      expect(await refusalOf(ask(made.clientId, wrong))).toBe('invalid-input');
    expect((await ask(made.clientId, null)).id).toBe(receiptId);
    await ask(made.clientId, 'Robin Example');
    expect(await refusalOf(ask(made.clientId, 'Robin Other'))).toBe('already-replaced');
  });

  it('asked for twenty times at once is one document', async () => {
    const made = newHire();
    const { id: receiptId } = await paid(made);
    const ask = () => world.as(made.clientId).ask(Reissue, { receiptId, fullName: 'Robin Example' });
    const all = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  });
});

describe('a wish', () => {
  it('for the full name and a country is kept, and the next document follows it', async () => {
    const made = newHire();
    const as = world.as(made.clientId);
    expect(await as.ask(MyWishes, {})).toEqual({ fullName: null, country: null });
    await as.ask(ChangeWishes, { fullName: '山田 太郎', country: 'US' });
    expect(await as.ask(MyWishes, {})).toEqual({ fullName: '山田 太郎', country: 'US' });
    expect(await paid(made)).toMatchObject({ clientName: '山田 太郎', paper: 'letter' });
    await as.ask(ChangeWishes, { fullName: null, country: null });
    expect(await paid({ ...made, bookingId: randomUUID() })).toMatchObject({ clientName: 'Robin', paper: 'a4' });
  });
});

describe('the proof', () => {
  const tokenOf = ({ verifyAt = '' }: { verifyAt?: string | undefined }) => verifyAt.split('/').at(-1) ?? '';

  it('tells whoever holds the document what to compare, and nothing about a person', async () => {
    const made = newHire();
    const receipt = await paid(made);
    expect(receipt.verifyAt).toMatch(/^http:\/\/localhost:3000\/verify\/[0-9a-z]{26}$/);
    const said = await world.visitor().ask(VerifyDocument, { token: tokenOf(receipt).toUpperCase() });
    expect(said).toEqual({
      ...{ number: receipt.number, kind: 'receipt', issuedAt: receipt.issuedAt, total: receipt.total },
      ...{ hash: receipt.hash, state: 'in-force', replacedBy: null },
    });
    const told = JSON.stringify(said);
    for (const secret of ['Robin', 'Ana', made.clientId, made.providerId, made.bookingId, 'advice', '4242'])
      expect(told).not.toContain(secret);
  });

  it('says that a document was replaced, and by which number', async () => {
    const made = newHire();
    const old = await paid(made);
    const again = await world.as(made.clientId).ask(Reissue, { receiptId: old.id, fullName: 'Robin Example' });
    const said = await world.visitor().ask(VerifyDocument, { token: tokenOf(old) });
    expect(said).toMatchObject({ state: 'replaced', replacedBy: again.number });
  });

  it.each(['', 'x', '0'.repeat(26), '%00', 'a'.repeat(100), "' OR 1=1 --"])('does not know %j', async (token) => {
    expect(await refusalOf(world.visitor().ask(VerifyDocument, { token }))).toBe('not-found');
  });
});

it('the list of documents is by year and by number, and only of what is one’s own', async () => {
  const made = newHire();
  const first = await paid(made, '2024-05-01T00:00:00.000Z');
  const second = await paid({ ...made, bookingId: randomUUID() }, '2025-05-01T00:00:00.000Z');
  const as = world.as(made.clientId);
  const numbers = async (asked: { year?: number; number?: string }) =>
    (await as.ask(MyDocuments, asked)).documents.map(({ number }) => number);
  expect(await as.ask(MyDocuments, {})).toMatchObject({ year: 2025, years: [2025, 2024] });
  expect(await numbers({})).toEqual([second.number]);
  expect(await numbers({ year: 2024 })).toEqual([first.number]);
  expect(await numbers({ number: first.number.toLowerCase() })).toEqual([first.number]);
  expect(await numbers({ number: '%' })).toEqual([]);
  expect((await world.as(randomUUID()).ask(MyDocuments, {})).documents).toEqual([]);
});

describe('the PDFs of a year', () => {
  it('are counted until all are ready, each in force once, and one that the store has lost is made again', async () => {
    const made = newHire();
    const old = await paid(made, '2024-05-01T00:00:00.000Z');
    const again = await world.as(made.clientId).ask(Reissue, { receiptId: old.id, fullName: 'Robin Example' });
    const summary = await world.as(made.clientId).ask(IssueYearSummary, { year: 2024 });
    const as = world.as(made.clientId);
    const whole = async () => {
      const answer = await as.ask(YearPdfs, { year: 2024, form: 'full' });
      if (answer.files.length === 0) throw new Error(`${answer.ready} of ${answer.all} are ready`);
      return answer;
    };
    const first = await as.ask(YearPdfs, { year: 2024, form: 'full' });
    expect(first).toMatchObject({ ready: 0, all: 2, files: [] });
    const { files } = await world.eventually(whole, 30_000);
    expect(files.map(({ name }) => name)).toEqual(
      [again, summary].map(({ number }) => expect.stringContaining(number)),
    );
    await rm(join(world.home, 'objects', files[0]?.object ?? ''));
    expect(await as.ask(YearPdfs, { year: 2024, form: 'full' })).toMatchObject({ ready: 1, all: 2, files: [] });
    expect((await world.eventually(whole, 30_000)).files.map(({ object }) => object)).toEqual(
      files.map(({ object }) => object),
    );
    expect(await as.ask(YearPdfs, { year: 2023, form: 'full' })).toEqual({ ready: 0, all: 0, files: [] });
  }, 90_000);
});
