import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';
import { type ObjectStore, openStore } from '../src/index.ts';

const bytes = new TextEncoder().encode('%PDF-1.7 a receipt');

/** Whether a small disk can be made here: as root, outside of a container that forbids it. */
function mayMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

function keepsObjects(store: () => ObjectStore) {
  it('gives back what was stored, and nothing for an unknown key', async () => {
    await store().put('receipts/a.pdf', bytes, 'application/pdf');
    const found = await store().get('receipts/a.pdf');
    expect(found?.size).toBe(bytes.byteLength);
    expect(found && new Uint8Array(await buffer(found.stream))).toEqual(bytes);
    expect(await store().get('receipts/b.pdf')).toBeNull();
    expect(await store().has('receipts/a.pdf')).toBe(true);
    expect(await store().has('receipts/b.pdf')).toBe(false);
  });

  it('gives back nothing of what was deleted, and leaves the rest', async () => {
    for (const key of ['pictures/a.webp', 'pictures/b.webp']) await store().put(key, bytes, 'image/webp');
    await store().delete('pictures/a.webp');
    await store().delete('pictures/never.webp');
    expect(await store().get('pictures/a.webp')).toBeNull();
    expect((await store().get('pictures/b.webp'))?.size).toBe(bytes.byteLength);
  });
}

describe('a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sounding-store-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  keepsObjects(() => openStore({ folder }));

  it('refuses a key that climbs out of it', async () => {
    for (const touch of ['get', 'has', 'delete'] as const) {
      await expect(openStore({ folder })[touch]('../../etc/passwd')).rejects.toThrow('leaves the store');
    }
  });

  it('that cannot take an object throws, and keeps no half of it', async () => {
    const store = openStore({ folder });
    // A folder in the place of the object: the bytes are written elsewhere, and cannot take its name.
    await store.put('full/a.pdf/inside', bytes, 'application/pdf');
    await expect(store.put('full/a.pdf', bytes, 'application/pdf')).rejects.toThrow();
    expect(await readdir(join(folder, 'full'))).toEqual(['a.pdf']);
    expect(await readdir(join(folder, '.parts'))).toEqual([]);
  });

  (mayMount() ? it : it.skip)(
    'on a disk that is full throws, and has room again once something was deleted',
    async () => {
      const disk = join(folder, 'disk');
      await mkdir(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
      try {
        const store = openStore({ folder: disk });
        await store.put('documents/a.pdf', new Uint8Array(180_000), 'application/pdf');
        await expect(store.put('documents/b.pdf', new Uint8Array(180_000), 'application/pdf')).rejects.toThrow(
          'ENOSPC',
        );
        expect(await store.has('documents/b.pdf')).toBe(false);
        await store.delete('documents/a.pdf');
        await store.put('documents/b.pdf', new Uint8Array(180_000), 'application/pdf');
        const found = await store.get('documents/b.pdf');
        expect(found && (await buffer(found.stream)).byteLength).toBe(180_000);
      } finally {
        execFileSync('umount', ['--lazy', disk]);
      }
    },
  );

  it('is rid of what a writer that was killed left half-written, and leaves what is being written', async () => {
    const [old, young] = ['old', 'young'].map((name) => join(folder, '.parts', name));
    for (const path of [old, young]) await writeFile(path ?? '', bytes);
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(old ?? '', longAgo, longAgo);
    await openStore({ folder }).put('receipts/c.pdf', bytes, 'application/pdf');
    expect(await readdir(join(folder, '.parts'))).toEqual(['young']);
  });
});

describe('an S3 bucket', () => {
  let folder: string;
  let server: S3rver;
  let store: ObjectStore;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sounding-s3-'));
    server = new S3rver({
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory: folder,
      configureBuckets: [{ name: 'documents', configs: [] }],
    });
    const { port } = await server.run();
    store = openStore({ s3Url: `http://S3RVER:S3RVER@127.0.0.1:${port}/documents`, folder: 'unused' });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  keepsObjects(() => store);

  it('is refused at the start when the address lacks a bucket', () => {
    expect(() => openStore({ s3Url: 'http://K:S@127.0.0.1:1', folder: 'unused' })).toThrow('S3_URL needs');
  });
});
