/** Reads a ZIP whose files are stored without compression, strictly: what does not fit together is an error. */
import { crc32 } from 'node:zlib';

export interface Zipped {
  readonly name: string;
  readonly bytes: Buffer;
}

const [END, LISTED, HERE] = [0x06054b50, 0x02014b50, 0x04034b50];
const END_BYTES = 22;

/** The files in the order in which the ZIP lists them. Throws for half a ZIP, a wrong checksum, or a file that is compressed. */
export function readZip(zip: Buffer): Zipped[] {
  const end = zip.length - END_BYTES;
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error('This ZIP has no end.');
  let at = zip.readUInt32LE(end + 16);
  const files = Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    if (zip.readUInt32LE(at) !== LISTED) throw new Error('The list of this ZIP is broken.');
    const lengths = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const [named = 0, more = 0, said = 0] = lengths;
    const name = zip.toString('utf8', at + 46, at + 46 + named);
    const file = fileAt(zip, zip.readUInt32LE(at + 42), { name, size: zip.readUInt32LE(at + 24) });
    if (zip.readUInt16LE(at + 10) !== 0) throw new Error(`${name} is compressed.`);
    if (crc32(file.bytes) !== zip.readUInt32LE(at + 16)) throw new Error(`${name} is damaged.`);
    at += 46 + named + more + said;
    return file;
  });
  if (at !== end) throw new Error('The list of this ZIP does not end where it should.');
  return files;
}

function fileAt(zip: Buffer, at: number, { name, size }: { name: string; size: number }): Zipped {
  if (zip.readUInt32LE(at) !== HERE) throw new Error(`${name} is not where the list says.`);
  const begins = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  return { name, bytes: zip.subarray(begins, begins + size) };
}
