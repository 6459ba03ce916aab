import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { FundsHeld, type Grant, type Receipt } from '@sounding/contracts';
import type { RunningService } from '@sounding/service';
import { openStore } from '@sounding/storage';
import { startWorld, type World } from '@sounding/testing';
import { PdfPool } from '../src/receipt/receipt.pdf.ts';
import { ReceiptsModule } from '../src/receipts.module.ts';
import { documents, hire, paidBill, pdfOf, standInForCatalog, standInForIdentity } from './cast.ts';
import { objectsOf } from './reading.ts';

const SMALL = '<!doctype html><title>t</title><p>One</p>';

let world: World;
let names: Map<string, string>;
let running: RunningService;
let pool: PdfPool;
let trap: Server;
let origin: string;
let reached = 0;

beforeAll(async () => {
  world = await startWorld();
  names = standInForIdentity(world);
  standInForCatalog(world);
  running = await world.service('receipts', ReceiptsModule);
  pool = running.app.get(PdfPool);
  // Counts connections, not requests: a browser that only connects has already said that somebody reads.
  trap = createServer((_, response) => response.end('x')).on('connection', () => {
    reached += 1;
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await world.stop();
  await new Promise((resolve) => trap.close(resolve));
});

async function issued(clientName = 'Robin'): Promise<Receipt> {
  const made = hire();
  names.set(made.clientId, clientName).set(made.providerId, 'Ana');
  await world.say('billing', FundsHeld, paidBill(made));
  const [receipt] = await documents(world, made.clientId, made.bookingId, 1);
  if (!receipt) throw new Error('no receipt was issued');
  return receipt;
}

const grantOf = ({ clientId, id }: Receipt): Promise<Grant> => pdfOf(world, clientId, id);

async function bytesOf({ object }: Grant): Promise<Buffer> {
  const stored = await openStore({ folder: `${world.home}/objects` }).get(object);
  if (!stored) throw new Error(`nothing is stored as ${object}`);
  return buffer(stored.stream);
}

describe('the PDF of a receipt', () => {
  it('is stored, tagged, in English and in our own typefaces, under a name that tells nothing', async () => {
    const receipt = await issued();
    const grant = await grantOf(receipt);
    expect(grant).toMatchObject({ type: 'application/pdf', name: `sounding-${receipt.number}.pdf` });
    const seconds = (new Date(grant.expiresAt).getTime() - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(40);
    expect(seconds).toBeLessThanOrEqual(60);
    const bytes = await bytesOf(grant);
    expect(grant.object).toBe(`documents/${createHash('sha256').update(bytes).digest('hex')}.pdf`);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const pdf = await objectsOf(bytes);
    // Searched rather than matched, so that a failure does not print the whole file.
    const lacks = [/\/Marked true/, /\/StructTreeRoot/, /\/Lang \(en/, /\+Fraunces/, /\+SourceSans3/].filter(
      (mark) => !mark.test(pdf),
    );
    expect(lacks).toEqual([]);
    expect(/\/BaseFont \S*Liberation|\/BaseFont \S*DejaVu/.test(pdf)).toBe(false);
  });

  it('is there in its discreet form without anybody asking, and in full once somebody did', async () => {
    const receipt = await issued();
    const rendered = () =>
      world.sql<{ form: string; object: string | null }>(
        'receipts',
        'SELECT form, object FROM rendering WHERE receipt_id = $1 ORDER BY form',
        [receipt.id],
      );
    await world.eventually(async () => expect((await rendered())[0]?.object).toBeTruthy(), 20_000);
    expect((await rendered()).map(({ form }) => form)).toEqual(['discreet']);
    const { object } = await grantOf(receipt);
    expect((await grantOf(receipt)).object).toBe(object);
    const rows = await rendered();
    expect(rows.map(({ form }) => form)).toEqual(['discreet', 'full']);
    expect(rows[1]?.object).toBe(object);
  });
});

describe('the renderer reaches nothing', () => {
  it('whatever a person calls themselves', async () => {
    const receipt = await issued(`<img src=${origin}/x><script src=${origin}/y></script>`);
    const pdf = await bytesOf(await grantOf(receipt));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(reached).toBe(0);
  });
});

describe('a browser that is killed', () => {
  it('in the middle of documents costs none of them', async () => {
    await pool.print(SMALL);
    const before = await pool.processId();
    const receipts = await Promise.all([issued('One'), issued('Two'), issued('Three')]);
    const prints = Promise.all(receipts.map((receipt) => pool.render(receipt)));
    if (before) process.kill(before, 'SIGKILL');
    for (const pdf of await prints) expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    const after = await pool.processId();
    expect(before).not.toBeNull();
    expect(after).not.toBe(before);
  });

  it('while nothing was printed is replaced for the next document', async () => {
    const before = await pool.processId();
    if (before) process.kill(before, 'SIGKILL');
    const pdf = await bytesOf(await grantOf(await issued()));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await pool.processId()).not.toBe(before);
  });
});

it('more documents than can wait are told to come back, not kept', async () => {
  const ends = await Promise.allSettled(Array.from({ length: 80 }, () => pool.print(SMALL)));
  const failed = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason?.name)] : []));
  expect(new Set(failed)).toEqual(new Set(['NotYet']));
  expect(failed.length).toBeGreaterThanOrEqual(12);
});

it('no browser outlives the service', async () => {
  await pool.print('<!doctype html><title>t</title><p>Last</p>');
  const id = await pool.processId();
  expect(id).not.toBeNull();
  await running.stop();
  await world.eventually(() => expect(() => process.kill(id ?? 0, 0)).toThrow());
  await expect(pool.print('<p>too late</p>')).rejects.toMatchObject({ code: 'unavailable' });
});
