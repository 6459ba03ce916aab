/** What is taken as a picture. Pure: its first bytes say what it is, and its header how large; its name and its sender say nothing. */
import { Refusal } from '@sounding/contracts';

export const MOST_BYTES = 5 * 1024 * 1024;
/** A good camera's picture. The worst that is let in, interlaced and with transparency, takes some 140 MB for a second. */
const MOST_PIXELS = 25_000_000;
/** Less would be shown larger than it is. */
const LEAST_SIDE = 128;

export type PictureKind = 'jpeg' | 'png' | 'webp';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The kind by the content's first bytes; null for everything else, whatever it calls itself. */
export function kindOfPicture(bytes: Uint8Array): PictureKind | null {
  const begins = (expected: readonly number[], at = 0) => expected.every((byte, n) => bytes[at + n] === byte);
  const word = (letters: string, at: number) =>
    begins(
      [...letters].map((letter) => letter.charCodeAt(0)),
      at,
    );
  if (begins([0xff, 0xd8, 0xff])) return 'jpeg';
  if (begins(PNG)) return 'png';
  return word('RIFF', 0) && word('WEBP', 8) ? 'webp' : null;
}

export const tooLarge = () =>
  new Refusal('too-large', 'A picture is at most 5 MB. Please choose a smaller one, or make this one smaller first.');

export const notAPicture = () =>
  new Refusal('not-a-picture', 'This is no JPEG, PNG or WebP picture, or it is damaged. Please choose another file.');

/** Refuses what is no picture by its first bytes, before anything tries to decode it. */
export function checkContent(bytes: Uint8Array): PictureKind {
  if (bytes.byteLength > MOST_BYTES) throw tooLarge();
  const kind = kindOfPicture(bytes);
  if (!kind) throw notAPicture();
  return kind;
}

/** Refuses by the header's measures, before a pixel is decoded: a small file may claim to be very large. */
export function checkSize(header: { readonly width: number; readonly height: number; readonly depth: string }): void {
  const { width, height, depth } = header;
  // What is finer than a byte for each colour takes twice the room.
  if (width * height * (depth === 'uchar' ? 1 : 2) > MOST_PIXELS) {
    throw new Refusal(
      'picture-too-large',
      'This picture has too many pixels: 25 million at most. Please choose a smaller one, or make this one smaller first.',
    );
  }
  if (Math.min(width, height) < LEAST_SIDE) {
    throw new Refusal('picture-too-small', `A picture is at least ${LEAST_SIDE} pixels wide and high.`);
  }
}
