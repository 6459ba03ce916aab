/** Where documents and files lie: a folder or an S3 bucket behind one small interface. Objects are written once and never changed. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';

export interface Stored {
  stream: Readable;
  /** Bytes. */
  size: number;
}

export interface ObjectStore {
  /** Stores the whole object; after the promise it survives a crash. The same key again replaces it. A full store throws, and keeps nothing of it. */
  put(key: string, bytes: Uint8Array, type: string): Promise<void>;
  /** The object, or null when there is none. */
  get(key: string): Promise<Stored | null>;
  /** Whether there is one, without reading it. */
  has(key: string): Promise<boolean>;
  /** After the promise nobody gets the object any more. Nothing happens when there is none. */
  delete(key: string): Promise<void>;
}

/**
 * Opens the store: `S3_URL` (`https://KEY:SECRET@host/bucket?region=eu-central-1`) or a folder.
 * Throws when the URL cannot be one, so that a wrong setting is named at start.
 */
export function openStore(options: { s3Url?: string | undefined; folder: string }): ObjectStore {
  return options.s3Url ? s3Store(new URL(options.s3Url)) : folderStore(options.folder);
}

/** Keys are ours (`documents/<hash>.pdf`), yet nothing may ever climb out of the folder. */
function pathOf(folder: string, key: string): string {
  const path = normalize(join(folder, key));
  if (!path.startsWith(normalize(folder) + sep)) throw new Error(`object key "${key}" leaves the store`);
  return path;
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A name that was given survives a crash only once its folder was written. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** No object takes an hour to be written. */
const ABANDONED_MS = 3_600_000;

/** Takes away, of the objects that are being written, those whose writer was killed. */
async function sweep(parts: string): Promise<void> {
  for (const name of await readdir(parts)) {
    const path = join(parts, name);
    // One that is gone meanwhile was finished by its writer.
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (mtimeMs < Date.now() - ABANDONED_MS) await rm(path, { force: true });
  }
}

function folderStore(folder: string): ObjectStore {
  const parts = join(folder, '.parts');
  let swept: Promise<void> | null = null;
  return {
    async put(key, bytes) {
      const path = pathOf(folder, key);
      // Each time: a disk that was away may be back, and empty.
      for (const needed of [parts, dirname(path)]) await mkdir(needed, { recursive: true });
      swept ??= sweep(parts);
      await swept;
      // Two writers of one object at the same moment must not share it.
      const part = join(parts, randomUUID());
      try {
        await writeSynced(part, bytes);
        await rename(part, path);
      } catch (error) {
        // Half an object would keep a full disk full.
        await rm(part, { force: true });
        throw error;
      }
      await syncFolder(dirname(path));
    },
    async get(key) {
      const path = pathOf(folder, key);
      const size = await sizeOf(path);
      return size === null ? null : { stream: createReadStream(path), size };
    },
    async has(key) {
      return (await sizeOf(pathOf(folder, key))) !== null;
    },
    async delete(key) {
      await rm(pathOf(folder, key), { force: true });
    },
  };
}

function s3Store(url: URL): ObjectStore {
  const Bucket = url.pathname.slice(1);
  if (!Bucket || !url.username)
    throw new Error('S3_URL needs a key, a secret and a bucket: https://KEY:SECRET@host/bucket');
  const client = new S3Client({
    endpoint: `${url.protocol}//${url.host}`,
    region: url.searchParams.get('region') ?? 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: decodeURIComponent(url.username), secretAccessKey: decodeURIComponent(url.password) },
  });
  return {
    async put(Key, Body, ContentType) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType, ContentLength: Body.byteLength }));
    },
    async get(Key) {
      try {
        const found = await client.send(new GetObjectCommand({ Bucket, Key }));
        return found.Body instanceof Readable ? { stream: found.Body, size: found.ContentLength ?? 0 } : null;
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return null;
        throw error;
      }
    },
    async has(Key) {
      try {
        await client.send(new HeadObjectCommand({ Bucket, Key }));
        return true;
      } catch (error) {
        // A question without a body is answered without a name of what is missing.
        if (['NotFound', 'NoSuchKey'].includes((error as Error).name)) return false;
        throw error;
      }
    },
    async delete(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
  };
}
