import { randomUUID } from 'node:crypto';
import {
  BookingReceipts,
  DuplicateReturned,
  FundsHeld,
  ReceiptBooks,
  ReceiptPdf,
  ReceiptsMail,
  RefundMade,
  StaffReceipts,
  TipReceived,
  ViewReceipt,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import { startWorld, type World } from '@sounding/testing';
import pg from 'pg';
import { isIntact } from '../src/receipt/freeze.ts';
import { sha256 } from '../src/receipt/issue.store.ts';
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
let shown: Map<string, string>;

beforeAll(async () => {
  world = await startWorld();
  names = standInForIdentity(world);
  shown = standInForCatalog(world);
  await world.service('receipts', ReceiptsModule);
});
afterAll(() => world.stop());

function newHire(): Hire {
  const made = hire();
  names.set(made.clientId, 'Robin').set(made.providerId, 'Ana');
  return made;
}

const mailsTo = (accountId: string) =>
  world.heard('receipts', ReceiptsMail).filter((mail) => mail.accountId === accountId);

/** A receipt that was issued after everything said before about this booking was handled. */
async function tipped(made: Hire) {
  await world.say('billing', TipReceived, {
    ...made,
    tipId: randomUUID(),
    amount: money(1_000),
    termsVersion: '2026-11-01',
    method: { brand: 'visa', last4: '4242' },
    receivedAt: '2026-12-01T10:00:00.000Z',
  });
}

describe('money that came', () => {
  it('becomes one receipt with the lines of the bill, however often it is told', async () => {
    const made = newHire();
    const paid = paidBill(made);
    const said = await world.say('billing', FundsHeld, paid);
    await world.repeat(said);
    await world.repeat(said);
    await tipped(made);
    const [receipt, ...rest] = await documents(world, made.clientId, made.bookingId, 2);
    expect(rest.map(({ kind }) => kind)).toEqual(['tip-receipt']);
    expect(receipt).toMatchObject({
      kind: 'receipt',
      lines: paid.lines,
      total: paid.paid,
      billHash: paid.billHash,
      clientName: 'Robin',
      providerName: 'Ana',
      issuedAt: paid.heldAt,
    });
    expect(receipt && isIntact(receipt, sha256)).toBe(true);
    await world.eventually(() => expect(mailsTo(made.clientId)).toHaveLength(2));
    expect(mailsTo(made.clientId).find(({ data }) => data.receiptNumber === receipt?.number)).toMatchObject({
      template: 'receipt-issued',
      data: { bookingId: made.bookingId, receiptId: receipt?.id, total: paid.paid },
    });
  });

  it('of a bill that is told under a second event is still one receipt', async () => {
    const made = newHire();
    const paid = paidBill(made);
    await world.say('billing', FundsHeld, paid);
    await world.say('billing', FundsHeld, paid);
    await tipped(made);
    const found = await documents(world, made.clientId, made.bookingId, 2);
    expect(found.map(({ kind }) => kind)).toEqual(['receipt', 'tip-receipt']);
  });

  it('as a tip has a receipt of its own: one line, no fee, in the series of receipts', async () => {
    const made = newHire();
    await tipped(made);
    const [receipt] = await documents(world, made.clientId, made.bookingId, 1);
    expect(receipt).toMatchObject({ kind: 'tip-receipt', total: money(1_000), startsAt: null });
    expect(receipt?.lines).toEqual([{ kind: 'tip', quantity: 1, unit: money(1_000), amount: money(1_000) }]);
    expect(receipt?.number).toMatch(/^R-2026-\d{6}$/);
  });

  it('names the provider as they appear in the catalog, or by alias, and the client by alias alone', async () => {
    const [seen, unseen] = [newHire(), newHire()];
    shown.set(seen.providerId, 'Ana Ruiz').set(seen.clientId, 'Robin Offers Too');
    for (const made of [seen, unseen]) await world.say('billing', FundsHeld, paidBill(made));
    const nameOf = async (made: Hire) => {
      const [receipt] = await documents(world, made.clientId, made.bookingId, 1);
      return [receipt?.clientName, receipt?.providerName];
    };
    expect(await nameOf(seen)).toEqual(['Robin', 'Ana Ruiz']);
    expect(await nameOf(unseen)).toEqual(['Robin', 'Ana']);
  });

  it('from somebody whose account is gone names the role instead', async () => {
    const made = hire();
    await world.say('billing', FundsHeld, paidBill(made));
    const [receipt] = await documents(world, made.clientId, made.bookingId, 1);
    expect([receipt?.clientName, receipt?.providerName]).toEqual(['Client', 'Provider']);
  });
});

it('money that went back becomes a credit note with price, fee and reason, in a series of its own', async () => {
  const made = newHire();
  await world.say('billing', FundsHeld, paidBill(made));
  await world.say('billing', RefundMade, refund(made, 6_000, 349));
  const [, note] = await documents(world, made.clientId, made.bookingId, 2);
  expect(note).toMatchObject({ kind: 'credit-note', total: money(6_349), reason: 'our-error', method: null });
  expect(note?.lines.map(({ kind, amount }) => [kind, amount.minor])).toEqual([
    ['price', 6_000],
    ['handling-fee', 349],
  ]);
  expect(note?.number).toMatch(/^C-2026-\d{6}$/);
  await world.eventually(() =>
    expect(new Set(mailsTo(made.clientId).map(({ template }) => template))).toEqual(
      new Set(['receipt-issued', 'credit-note-issued']),
    ),
  );
});

it('a second charge that went back has a credit note of its own, told again or not', async () => {
  const made = newHire();
  await world.say('billing', FundsHeld, paidBill(made));
  const { reason: _of, ...back } = refund(made, 6_000, 349);
  await world.repeat(await world.say('billing', DuplicateReturned, back));
  await world.say('billing', RefundMade, refund(made, 3_000));
  const notes = (await documents(world, made.clientId, made.bookingId, 3)).filter(({ kind }) => kind === 'credit-note');
  expect(notes.map(({ total, reason }) => [total.minor, reason])).toEqual([
    [6_349, 'our-error'],
    [3_000, 'client-cancelled-late'],
  ]);
});

it('a credit note returns the tax of the price as a line of its own', async () => {
  const made = newHire();
  await world.say('billing', RefundMade, { ...refund(made, 6_000), taxToClient: money(480) });
  const [note] = await documents(world, made.clientId, made.bookingId, 1);
  expect(note?.total).toEqual(money(6_480));
  expect(note?.lines.map(({ kind, amount }) => [kind, amount.minor])).toEqual([
    ['price', 6_000],
    ['tax', 480],
  ]);
});

it('fifty payments and refunds at once get numbers without a gap, and each year and series begins at one', async () => {
  const bookings = Array.from({ length: 50 }, newHire);
  await Promise.all(
    bookings.map(async (made) => {
      await world.say('billing', FundsHeld, paidBill(made, '2031-06-01T12:00:00.000Z'));
      await world.say('billing', RefundMade, { ...refund(made, 3_000), refundedAt: '2032-01-01T00:00:00.000Z' });
    }),
  );
  const counted = (series: string, year: number) =>
    world.sql<{ sequence: number; number: string }>(
      'receipts',
      `SELECT sequence, document->>'number' AS number FROM receipt WHERE series = $1 AND year = $2 ORDER BY sequence`,
      [series, year],
    );
  await world.eventually(async () => {
    expect(await counted('R', 2031)).toHaveLength(50);
    expect(await counted('C', 2032)).toHaveLength(50);
  }, 40_000);
  const count = Array.from({ length: 50 }, (_, index) => index + 1);
  expect((await counted('R', 2031)).map(({ sequence }) => sequence)).toEqual(count);
  expect((await counted('C', 2032)).map(({ sequence }) => sequence)).toEqual(count);
  expect((await counted('C', 2032)).at(-1)?.number).toBe('C-2032-000050');
});

describe('a document', () => {
  it('is not found by anybody but the client: neither the provider nor a stranger', async () => {
    const made = newHire();
    await world.say('billing', FundsHeld, paidBill(made));
    const [receipt] = await documents(world, made.clientId, made.bookingId, 1);
    const receiptId = receipt?.id ?? '';
    expect(await world.as(made.clientId).ask(ViewReceipt, { receiptId })).toMatchObject({
      ...receipt,
      replacedBy: null,
    });
    for (const other of [made.providerId, randomUUID()]) {
      expect(await refusalOf(world.as(other).ask(ViewReceipt, { receiptId }))).toBe('not-found');
      expect(await refusalOf(world.as(other).ask(ReceiptPdf, { receiptId }))).toBe('not-found');
      expect((await world.as(other).ask(BookingReceipts, { bookingId: made.bookingId })).receipts).toEqual([]);
    }
    expect(await refusalOf(world.as(made.clientId).ask(ViewReceipt, { receiptId: randomUUID() }))).toBe('not-found');
    expect(await refusalOf(world.visitor().ask(ViewReceipt, { receiptId }))).toBe('not-signed-in');
  });

  it('is shown to staff without a name', async () => {
    const made = newHire();
    await world.say('billing', FundsHeld, paidBill(made));
    await documents(world, made.clientId, made.bookingId, 1);
    const { receipts } = await world.staff(randomUUID()).ask(StaffReceipts, { bookingId: made.bookingId });
    expect(receipts).toHaveLength(1);
    expect(JSON.stringify(receipts)).not.toMatch(/Robin|Ana/);
  });

  it.each([
    ['changed', 'UPDATE receipt SET document = document'],
    ['removed', 'DELETE FROM receipt'],
    ['swept away', 'TRUNCATE receipt'],
  ])('cannot be %s by the service', async (_, statement) => {
    const made = newHire();
    await world.say('billing', FundsHeld, paidBill(made));
    await documents(world, made.clientId, made.bookingId, 1);
    const { url } = await world.database('receipts');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.end();
    }
  });
});

describe('the books of documents', () => {
  it('tell support, and support alone, what was issued and rendered, booking by booking', async () => {
    const [made, other] = [newHire(), newHire()];
    await world.say('billing', FundsHeld, paidBill(made));
    await world.say('billing', RefundMade, refund(made, 3_000));
    await world.say('billing', FundsHeld, paidBill(other));
    await documents(world, made.clientId, made.bookingId, 2);
    await documents(world, other.clientId, other.bookingId, 1);
    const asked = { bookingIds: [made.bookingId, other.bookingId, randomUUID()] };
    await world.eventually(async () => {
      const { rows } = await world.asService('support').ask(ReceiptBooks, asked);
      const said = rows.map(({ bookingId, documents: all }) => [
        bookingId,
        ...all.map(({ kind, total, rendered }) => `${kind} ${total.minor} ${rendered}`),
      ]);
      expect(said.sort()).toEqual(
        [
          [made.bookingId, 'receipt 6349 true', 'credit-note 3000 true'],
          [other.bookingId, 'receipt 6349 true'],
        ].sort(),
      );
    }, 90_000);
    await expect(world.asService('booking').ask(ReceiptBooks, asked)).rejects.toThrow();
  }, 120_000);
});
