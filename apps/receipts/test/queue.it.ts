/** The queue of documents against a store, a browser and documents that fail. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Receipt, ReceiptPdf } from '@sounding/contracts';
import type { RunningService } from '@sounding/service';
import { openStore } from '@sounding/storage';
import { startWorld, textOf, type World } from '@sounding/testing';
import S3rver from 's3rver';
import { PdfPool } from '../src/receipt/receipt.pdf.ts';
import { ReceiptsModule } from '../src/receipts.module.ts';
import { pdfOf, refusalOf } from './cast.ts';
import { queued, rendered, rowsOf, stored } from './queued.ts';

let world: World;
const running: RunningService[] = [];

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(async () => {
  for (const service of running.splice(0)) await service.stop();
});

async function start(environment: Record<string, string> = {}): Promise<RunningService> {
  const service = await world.service('receipts', ReceiptsModule, { environment });
  running.push(service);
  return service;
}

const grantOf = ({ clientId, id }: Receipt) => world.as(clientId).ask(ReceiptPdf, { receiptId: id });

async function bytesIn(object: string): Promise<Buffer> {
  const found = await openStore({ folder: join(world.home, 'objects') }).get(object);
  if (!found) throw new Error(`nothing is stored as ${object}`);
  return buffer(found.stream);
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a document that cannot be rendered', () => {
  it('waits by itself, later and later, and hides none of the others', async () => {
    const [bad] = await queued(world, 1);
    const good = await queued(world, 12);
    // What people write is cut, so that no text of theirs can do it; a mistake of ours still could.
    const { render } = PdfPool.prototype;
    const failing = jest.spyOn(PdfPool.prototype, 'render').mockImplementation(function (
      this: PdfPool,
      document,
      ...rest
    ) {
      if (document.id === bad?.id) return Promise.reject(new Error('this one breaks'));
      return render.call(this, document, ...rest);
    });
    await start();
    await rendered(world, good);
    const waits = async () => (await rowsOf(world, bad ? [bad] : []))[0];
    await world.eventually(async () => expect((await waits())?.next_try_at).toBeTruthy());
    const first = await waits();
    expect(first?.object).toBeNull();
    await world.clock.move({ minutes: 5 });
    await world.eventually(async () => expect((await waits())?.tries).toBeGreaterThan(first?.tries ?? 0), 15_000);
    await rendered(world, await queued(world, 4));
    expect((await waits())?.object).toBeNull();
    failing.mockRestore();
    await world.clock.move({ minutes: 5 });
    await rendered(world, bad ? [bad] : []);
  });
});

describe('a store', () => {
  /** A file where its folder should be: whatever is put there fails, also for root. */
  const break_ = () => {
    rmSync(join(world.home, 'objects'), { recursive: true, force: true });
    writeFileSync(join(world.home, 'objects'), 'full');
  };
  const mend = () => rmSync(join(world.home, 'objects'), { recursive: true, force: true });

  it('that takes nothing keeps every document queued, the person is told to come back, and all follow by themselves', async () => {
    break_();
    const receipts = await queued(world, 10);
    const [first] = receipts;
    if (!first) throw new Error('nothing was queued');
    await start();
    expect(await refusalOf(grantOf(first))).toBe('rendering-busy');
    await world.eventually(async () =>
      expect((await rowsOf(world, receipts)).every(({ tries }) => tries > 0)).toBe(true),
    );
    expect((await rowsOf(world, receipts)).filter(({ object }) => object !== null)).toEqual([]);
    mend();
    await world.clock.move({ minutes: 5 });
    const objects = await rendered(world, receipts);
    // The full form of the one that was asked for, too.
    expect(objects).toHaveLength(11);
    for (const object of objects) expect(`documents/${hashOf(await bytesIn(object))}.pdf`).toBe(object);
  });

  it('that has lost a document gets the same bytes again under the same key', async () => {
    const [receipt] = await queued(world, 1);
    if (!receipt) throw new Error('nothing was queued');
    await start();
    const { object } = await pdfOf(world, receipt.clientId, receipt.id);
    const before = hashOf(await bytesIn(object));
    break_();
    expect(await refusalOf(grantOf(receipt))).toBe('rendering-busy');
    mend();
    expect((await pdfOf(world, receipt.clientId, receipt.id)).object).toBe(object);
    expect(hashOf(await bytesIn(object))).toBe(before);
  });

  it('that is a bucket of S3 gets documents as a folder does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sounding-s3-'));
    const bucket = { name: 'documents', configs: [] };
    const server = new S3rver({
      ...{ port: 0, address: '127.0.0.1', silent: true },
      directory: folder,
      configureBuckets: [bucket],
    });
    try {
      const s3Url = `http://S3RVER:S3RVER@127.0.0.1:${(await server.run()).port}/documents`;
      const receipts = await queued(world, 3);
      await start({ S3_URL: s3Url });
      const objects = await rendered(world, receipts);
      const there = openStore({ s3Url, folder: 'unused' });
      for (const object of objects) {
        const found = await there.get(object);
        const bytes = found ? await buffer(found.stream) : Buffer.alloc(0);
        expect(`documents/${hashOf(bytes)}.pdf`).toBe(object);
        expect(await textOf(bytes)).toContain('Robin');
      }
      const [first] = receipts;
      await there.delete(objects[0] ?? '');
      expect(await there.has(first ? (await grantOf(first)).object : '')).toBe(true);
      await running.pop()?.stop();
    } finally {
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
});

it('without a browser nothing is lost and nothing is held against a document; with one all follow by themselves', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sounding-nobrowser-'));
  chmodSync(folder, 0o755);
  try {
    const receipts = await queued(world, 6);
    const [first] = receipts;
    if (!first) throw new Error('nothing was queued');
    const service = await start({ PUPPETEER_EXECUTABLE_PATH: join(folder, 'chromium') });
    expect(await refusalOf(grantOf(first))).toBe('rendering-busy');
    expect(await service.problems()).toEqual([]);
    symlinkSync(process.env.PUPPETEER_EXECUTABLE_PATH ?? '', join(folder, 'chromium'));
    await rendered(world, receipts, 20_000);
    expect(new Set((await rowsOf(world, receipts)).map(({ tries }) => tries))).toEqual(new Set([1]));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('two copies of the service share the queue: each document is rendered once, by one of them', async () => {
  const before = new Set(await stored(world));
  const receipts = await queued(world, 40, 'Robin #');
  await Promise.all([start(), start()]);
  const objects = await rendered(world, receipts);
  expect(new Set(objects).size).toBe(40);
  expect((await stored(world)).filter((object) => !before.has(object)).sort()).toEqual([...objects].sort());
  expect(new Set((await rowsOf(world, receipts)).map(({ tries }) => tries))).toEqual(new Set([1]));
});

it('two people who ask two copies for the same document at once get one', async () => {
  const [receipt] = await queued(world, 1);
  if (!receipt) throw new Error('nothing was queued');
  await Promise.all([start(), start()]);
  const grants = await Promise.all(Array.from({ length: 6 }, () => grantOf(receipt)));
  expect(new Set(grants.map(({ object }) => object)).size).toBe(1);
  expect((await rowsOf(world, [receipt])).filter(({ form }) => form === 'full')).toMatchObject([{ tries: 1 }]);
});
