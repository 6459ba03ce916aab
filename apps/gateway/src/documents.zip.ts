/** Files of the store as one ZIP that is sent while it is read: one file open at a time, nothing kept, nothing compressed again. */
import { Readable } from 'node:stream';
import type { Grant } from '@sounding/contracts';
import type { ObjectStore } from '@sounding/storage';
import { makeZip } from 'client-zip';
import { namesInZip } from './zip-names.ts';

/**
 * The stream fails when a file is missing or breaks: whoever sends it must then cut the connection, because half a ZIP may look whole.
 * Whoever stops reading destroys it, and the file that is open is closed.
 * @param at the time that the files inside carry
 */
export function zipOf(files: readonly Grant[], store: ObjectStore, at: Date): Readable {
  const zip = makeZip(entries(files, store, at));
  return Readable.fromWeb(zip as Parameters<typeof Readable.fromWeb>[0]);
}

async function* entries(files: readonly Grant[], store: ObjectStore, at: Date) {
  const names = namesInZip(files.map(({ name }) => name));
  for (const [index, { object }] of files.entries()) {
    const found = await store.get(object);
    if (!found) throw new Error(`granted object ${object} is not stored`);
    try {
      yield { name: names[index], input: found.stream, lastModified: at };
    } finally {
      found.stream.destroy();
    }
  }
}
