/** Makes new pictures of a stranger's file: nothing of the file itself is kept, no metadata, no odd encoding. */
import { PICTURE_SIDES } from '@sounding/contracts';
import sharp from 'sharp';
import { checkContent, checkSize, notAPicture } from './picture.ts';

// The library reads many formats, SVG and PDF among them. Three of them are let in, and only from memory.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);
// Two threads of it are enough for a door that has others to serve.
sharp.concurrency(2);

const SECONDS = 10;

export interface Square {
  readonly side: (typeof PICTURE_SIDES)[number];
  readonly bytes: Uint8Array;
}

/**
 * Two squares from the middle of a JPEG, PNG or WebP, as WebP, upright and in sRGB. Refuses `too-large`, `not-a-picture` (also what is
 * damaged or cut off), `picture-too-large` and `picture-too-small`.
 */
export async function squaresOf(file: Uint8Array): Promise<Square[]> {
  const kind = checkContent(file);
  // Its own memory: the library keeps no reference to what the request brought.
  const input = Buffer.from(file);
  const open = () => sharp(input, { failOn: 'error', limitInputPixels: false, pages: 1 });
  const header = await unlessDamaged(open().metadata());
  if (header.format !== kind) throw notAPicture();
  checkSize(header);
  const squares: Square[] = [];
  for (const side of PICTURE_SIDES) {
    const made = open()
      .timeout({ seconds: SECONDS })
      .autoOrient()
      .resize(side, side, { fit: 'cover' })
      // What shines through becomes white, as on paper.
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .webp({ quality: 82 });
    squares.push({ side, bytes: await unlessDamaged(made.toBuffer()) });
  }
  return squares;
}

/** What the decoder says of a stranger's file is no bug of ours, and its words are not for them. */
async function unlessDamaged<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw notAPicture();
  }
}
