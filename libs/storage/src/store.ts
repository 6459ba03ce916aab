/** Where documents and files lie: a folder or an S3 bucket behind one small interface. Objects are written once and never changed. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

export interface Stored {
  stream: Readable;
  /** Bytes. */
  size: number;
}

export interface ObjectStore {
  /** Stores the whole object; after the promise it survives a crash. The same key again replaces it. */
  put(key: string, bytes: Uint8Array, type: string): Promise<void>;
  /** The object, or null when there is none. */
  get(key: string): Promise<Stored | null>;
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

/** Keys are ours (`receipts/<id>.pdf`), yet nothing may ever climb out of the folder. */
function pathOf(folder: string, key: string): string {
  const path = normalize(join(folder, key));
  if (!path.startsWith(normalize(folder) + sep)) throw new Error(`object key "${key}" leaves the store`);
  return path;
}

function folderStore(folder: string): ObjectStore {
  return {
    async put(key, bytes) {
      const path = pathOf(folder, key);
      await mkdir(dirname(path), { recursive: true });
      // Two writers of one object at the same moment must not share it.
      const part = `${path}.${randomUUID()}.part`;
      const file = await open(part, 'w', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, path);
    },
    async get(key) {
      const path = pathOf(folder, key);
      try {
        const { size } = await stat(path);
        return { stream: createReadStream(path), size };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
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
    async delete(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
  };
}
