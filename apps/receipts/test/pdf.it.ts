import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { FundsHeld, type Grant, type Receipt, ReceiptPdf } from '@sounding/contracts';
import type { RunningService } from '@sounding/service';
import { openStore } from '@sounding/storage';
import { startWorld, type World } from '@sounding/testing';
import { PdfPool } from '../src/receipt/receipt.pdf.ts';
import { ReceiptsModule } from '../src/receipts.module.ts';
import { documents, hire, paidBill, standInForCatalog, standInForIdentity } from './cast.ts';

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

const grantOf = ({ clientId, id }: Receipt): Promise<Grant> => world.as(clientId).ask(ReceiptPdf, { receiptId: id });

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
    expect(grant.object).toContain(receipt.hash.slice(0, 16));
    const seconds = (new Date(grant.expiresAt).getTime() - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(40);
    expect(seconds).toBeLessThanOrEqual(60);
    const pdf = (await bytesOf(grant)).toString('latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    // Searched rather than matched, so that a failure does not print the whole file.
    const lacks = [/\/Marked true/, /\/StructTreeRoot/, /\/Lang \(en/, /\+Fraunces/, /\+SourceSans3/].filter(
      (mark) => !mark.test(pdf),
    );
    expect(lacks).toEqual([]);
    expect(/\/BaseFont \S*Liberation|\/BaseFont \S*DejaVu/.test(pdf)).toBe(false);
  });

  it('is there without anybody asking, and asking again gives the same object', async () => {
    const receipt = await issued();
    const rendered = () =>
      world.sql<{ object: string }>('receipts', 'SELECT object FROM rendering WHERE receipt_id = $1', [receipt.id]);
    await world.eventually(async () => expect((await rendered())[0]?.object).toBeTruthy(), 20_000);
    const [row] = await rendered();
    expect((await grantOf(receipt)).object).toBe(row?.object);
    expect((await grantOf(receipt)).object).toBe(row?.object);
  });
});

describe('the renderer reaches nothing', () => {
  it('whatever a person calls themselves', async () => {
    const receipt = await issued(`<img src=${origin}/x><script src=${origin}/y></script>`);
    const pdf = await bytesOf(await grantOf(receipt));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(reached).toBe(0);
  });

  it('even when a page asks in every way it can', async () => {
    const page = `<!doctype html><html lang="en"><head><title>t</title>
      <link rel="preconnect" href="${origin}"><link rel="dns-prefetch" href="${origin}"><link rel="prefetch" href="${origin}/p">
      <link rel="stylesheet" href="${origin}/s.css"><script src="${origin}/j.js"></script>
      <style>@import url(${origin}/i.css);@font-face{font-family:F;src:url(${origin}/f.woff2)}body{font-family:F;background:url(${origin}/b.png)}</style></head>
      <body><img src="${origin}/x"><iframe src="${origin}/f"></iframe><object data="${origin}/o"></object><video src="${origin}/v" autoplay></video>
      <img src=x onerror="fetch('${origin}/e')"><p>Hello</p></body></html>`;
    const pdf = await pool.print(page);
    expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    expect(reached).toBe(0);
  });

  it('nor when a page sends itself elsewhere, whether that leaves something to print or not', async () => {
    const page = `<!doctype html><title>t</title><meta http-equiv="refresh" content="0;url=${origin}/r"><p>Hello</p>`;
    await Promise.allSettled([pool.print(page), pool.print(page)]);
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

it('more documents than can wait are refused as busy, not kept', async () => {
  const ends = await Promise.allSettled(Array.from({ length: 80 }, () => pool.print(SMALL)));
  const failed = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason?.name)] : []));
  expect(new Set(failed)).toEqual(new Set(['RenderingBusy']));
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
