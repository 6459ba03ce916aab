import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  BookingReceipts,
  ChangeWishes,
  FundsHeld,
  MyDocuments,
  type Receipt,
  ReceiptBooks,
  ReceiptPdf,
  ReceiptsErasePerson,
  Reissue,
  Resend,
  StaffReceipts,
  VerifyDocument,
  ViewReceipt,
} from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { KeepingClock } from '../src/keeping/keeping.clock.ts';
import { KeepingStore } from '../src/keeping/keeping.store.ts';
import { ReceiptsModule } from '../src/receipts.module.ts';
import {
  documents,
  type Hire,
  hire,
  listings,
  paidBill,
  pdfOf,
  refusalOf,
  standInForCatalog,
  standInForIdentity,
} from './cast.ts';

const NAME = 'Rosalind Example-Nobody';

let world: World;
let names: Map<string, string>;
let clock: KeepingClock;
let keeping: KeepingStore;

beforeAll(async () => {
  world = await startWorld();
  names = standInForIdentity(world);
  standInForCatalog(world);
  const running = await world.service('receipts', ReceiptsModule);
  clock = running.app.get(KeepingClock);
  keeping = running.app.get(KeepingStore);
});
afterAll(() => world.stop());

async function paid(made: Hire, heldAt?: string): Promise<Receipt> {
  names.set(made.clientId, 'Robin the Erased').set(made.providerId, 'Ana');
  const listingId = randomUUID();
  listings.set(listingId, { title: 'About a loss', category: 'life-path' });
  await world.say('billing', FundsHeld, { ...paidBill(made, heldAt), listingId });
  const [receipt] = await documents(world, made.clientId, made.bookingId, 1);
  if (!receipt) throw new Error('no receipt was issued');
  return receipt;
}

const tokenOf = ({ verifyAt = '' }: Receipt) => verifyAt.split('/').at(-1) ?? '';
const everything = async () =>
  JSON.stringify(
    await Promise.all(
      ['receipt', 'wish', 'mailing', 'resending', 'rendering', 'bus.outbox', 'bus.idempotency'].map((table) =>
        world.sql('receipts', `SELECT * FROM ${table}`),
      ),
    ),
  );

describe('a person who is erased', () => {
  it('leaves numbers, amounts and bookings behind, and nothing that names them', async () => {
    const made = hire();
    const as = world.as(made.clientId);
    const receipt = await paid(made);
    await as.ask(ChangeWishes, { fullName: NAME, country: 'DE' });
    const again = await as.ask(Reissue, { receiptId: receipt.id, fullName: NAME }, { idempotencyKey: randomUUID() });
    expect(await everything()).toContain(NAME);
    const { object } = await pdfOf(world, made.clientId, again.id);
    await world.staff(randomUUID()).ask(Resend, { receiptId: again.id, reason: 'Asked for by telephone.' });
    const said = await world.asService('identity').ask(ReceiptsErasePerson, { accountId: made.clientId });
    expect(said).toEqual({
      goes: [{ rule: 'receipts.wishes', count: 1 }],
      stays: [{ rule: 'receipts.documents', count: 2, until: '2037-01-01T00:00:00.000Z' }],
    });

    for (const secret of [NAME, 'Robin the Erased', 'About a loss', 'by telephone'])
      expect(await everything()).not.toContain(secret);
    const kept = await world.sql<{ document: Receipt }>(
      'receipts',
      'SELECT document FROM receipt WHERE booking_id = $1',
      [made.bookingId],
    );
    expect(kept.map(({ document }) => [document.number, document.total, document.hash])).toEqual(
      [receipt, again].map(({ number, total, hash }) => [number, total, hash]),
    );
    expect(kept.map(({ document }) => document.clientId)).not.toContain(made.clientId);
    await clock.sweep();
    expect(existsSync(join(world.home, 'objects', object))).toBe(false);
  });

  it('is not found any more by themselves; support sees the amounts, and the paper is still genuine', async () => {
    const made = hire();
    const receipt = await paid(made);
    await world.asService('identity').ask(ReceiptsErasePerson, { accountId: made.clientId });
    const as = world.as(made.clientId);
    expect(await refusalOf(as.ask(ViewReceipt, { receiptId: receipt.id }))).toBe('not-found');
    expect(await refusalOf(as.ask(ReceiptPdf, { receiptId: receipt.id }))).toBe('not-found');
    expect((await as.ask(BookingReceipts, { bookingId: made.bookingId })).receipts).toEqual([]);
    expect((await as.ask(MyDocuments, {})).documents).toEqual([]);
    // Nor does the account that stands for nobody hold what was theirs.
    const nobody = world.as('00000000-0000-0000-0000-000000000000');
    expect(await refusalOf(nobody.ask(ViewReceipt, { receiptId: receipt.id }))).toBe('not-found');
    expect((await nobody.ask(MyDocuments, {})).documents).toEqual([]);
    const staff = world.staff(randomUUID());
    const { receipts } = await staff.ask(StaffReceipts, { bookingId: made.bookingId });
    expect(receipts.map(({ total }) => total)).toEqual([receipt.total]);
    const reason = 'They ask for it.';
    expect(await refusalOf(staff.ask(Resend, { receiptId: receipt.id, reason }))).toBe('not-found');
    const proof = await world.visitor().ask(VerifyDocument, { token: tokenOf(receipt) });
    expect(proof).toMatchObject({ number: receipt.number, hash: receipt.hash, state: 'in-force' });
    const { rows } = await world.asService('support').ask(ReceiptBooks, { bookingIds: [made.bookingId] });
    expect(rows[0]?.documents).toMatchObject([{ total: receipt.total, rendered: true }]);
  });

  it('can be erased again, and somebody who never paid as well', async () => {
    const made = hire();
    await paid(made);
    const erase = (accountId: string) => world.asService('identity').ask(ReceiptsErasePerson, { accountId });
    const first = await erase(made.clientId);
    expect(first.stays.map(({ count }) => count)).toEqual([1]);
    expect(await erase(made.clientId)).toEqual(first);
    expect(await erase(randomUUID())).toEqual({ goes: [], stays: [] });
    await expect(world.asService('support').ask(ReceiptsErasePerson, { accountId: made.clientId })).rejects.toThrow();
  });

  it('takes nothing from anybody else, not even from who was their provider', async () => {
    const [gone, stays] = [hire(), hire()];
    await paid(gone);
    const other = await paid({ ...stays, providerId: gone.clientId });
    await world.asService('identity').ask(ReceiptsErasePerson, { accountId: gone.clientId });
    const seen = await world.as(stays.clientId).ask(ViewReceipt, { receiptId: other.id });
    expect(seen).toMatchObject({ clientName: 'Robin the Erased', hash: other.hash });
  });
});

describe('the terms of keeping', () => {
  it('let a receipt go with the end of its tenth year after, with its files, and not a day sooner', async () => {
    const made = hire();
    const receipt = await paid(made, '2026-11-23T18:00:00.000Z');
    const { object } = await pdfOf(world, made.clientId, receipt.id);
    const there = async () => (await world.sql('receipts', 'SELECT 1 FROM receipt WHERE id = $1', [receipt.id])).length;
    await keeping.forget(new Date('2036-12-31T23:59:59.999Z'));
    expect(await there()).toBe(1);
    expect(await keeping.forget(new Date('2037-01-01T00:00:00.000Z'))).toBeGreaterThanOrEqual(1);
    expect(await there()).toBe(0);
    await clock.sweep();
    expect(existsSync(join(world.home, 'objects', object))).toBe(false);
    expect(await refusalOf(world.visitor().ask(VerifyDocument, { token: tokenOf(receipt) }))).toBe('not-found');
  });

  it('keep what was issued again as long as the newest of it', async () => {
    const made = hire();
    const old = await paid(made, '2020-05-01T00:00:00.000Z');
    const again = await world.as(made.clientId).ask(Reissue, { receiptId: old.id, fullName: NAME });
    await keeping.forget(new Date('2031-01-01T00:00:00.000Z'));
    const left = await world.sql<{ id: string }>('receipts', 'SELECT id FROM receipt WHERE id = ANY ($1)', [
      [old.id, again.id],
    ]);
    expect(left.map(({ id }) => id)).toEqual([again.id]);
  });
});
