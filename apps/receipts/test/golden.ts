/** The pictures of documents: pages as they look, and how far two of them may differ. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { poppler } from '@sounding/testing';
import sharp from 'sharp';

const ROOT = resolve(import.meta.dirname, '../../..');
export const GOLDEN = join(ROOT, 'docs/pictures/documents');
/** What a test saw instead; left out of the repository. */
export const SEEN = join(ROOT, '.sounding/pictures');

/** Side of the squares that are compared, in pixels: about a letter. */
const TILE = 8;
/**
 * Mean difference of a square's pixels, 0 to 255. Pages drawn a part of a pixel aside differ by 6 at most; a 3 that became an 8 by 18,
 * most other figures by 40.
 */
const MOST = 12;

/** All pages of a PDF, one below the other, at 100 dots an inch and in 32 colours. */
export async function pictureOf(pdf: Uint8Array): Promise<Buffer> {
  const pages = Number(/Pages: +(\d+)/.exec((await poppler('pdfinfo', ['-'], pdf)).toString())?.[1]);
  const images: Buffer[] = [];
  for (let page = 1; page <= pages; page += 1) {
    const at = `${page}`;
    images.push(await poppler('pdftoppm', ['-r', '100', '-png', '-f', at, '-l', at, '-singlefile', '-'], pdf));
  }
  const { width, height } = await sharp(images[0]).metadata();
  const sheet = { width, height: height * pages, channels: 3 as const, background: '#ffffff' };
  const below = images.map((input, page) => ({ input, left: 0, top: page * height }));
  const whole = await sharp({ create: sheet }).composite(below).png().toBuffer();
  return sharp(whole).png({ palette: true, colours: 32, dither: 0, effort: 5 }).toBuffer();
}

/** Grey and a little blurred, so that an edge that moved by a part of a pixel counts for little. */
async function softened(picture: Buffer): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(picture).greyscale().blur(1).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function tileDifference(a: Buffer, b: Buffer, width: number, left: number, top: number): number {
  let sum = 0;
  for (let row = top; row < top + TILE; row += 1) {
    for (let at = row * width + left; at < row * width + left + TILE; at += 1)
      sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  }
  return sum / TILE ** 2;
}

/** The places, `x,y` in pixels, at which two pictures show something else. Pictures of other sizes differ at `size`. */
export async function differences(one: Buffer, other: Buffer): Promise<string[]> {
  const [a, b] = await Promise.all([softened(one), softened(other)]);
  if (a.width !== b.width || a.height !== b.height) return ['size'];
  const found: string[] = [];
  for (let top = 0; top + TILE <= a.height; top += TILE / 2) {
    for (let left = 0; left + TILE <= a.width; left += TILE / 2) {
      if (tileDifference(a.data, b.data, a.width, left, top) > MOST) found.push(`${left},${top}`);
    }
  }
  return found;
}

/** The golden picture of this name; null when there is none yet. */
export async function golden(name: string): Promise<Buffer | null> {
  try {
    return await readFile(join(GOLDEN, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function keep(folder: string, name: string, picture: Buffer): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, picture);
  return path;
}
