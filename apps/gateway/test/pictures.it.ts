/** Pictures at the door: what is taken, what is made of it, and that nothing else is ever stored. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { GrantPicture, KeepPicture, Refusal, RemovePicture, type Request } from '@sounding/contracts';
import { failureOf, sendProblem } from '@sounding/door';
import { openStore } from '@sounding/storage';
import fastify, { type FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { asPictureFailure, openPictures } from '../src/pictures.controller.ts';

let folder: string;
let app: FastifyInstance;
let shown: string | null;
let granted: string[];
let refuseToKeep: boolean;

/** Catalog, in four lines. */
async function ask(contract: Request, input: unknown): Promise<unknown> {
  if (contract === GrantPicture) {
    granted.push(randomUUID());
    return { pictureId: granted.at(-1) };
  }
  if (contract === KeepPicture && refuseToKeep) throw new Refusal('grant-over', 'Too late.');
  if (contract !== KeepPicture && contract !== RemovePicture) throw new Error(`${contract.name} was asked`);
  const gone = shown;
  shown = contract === KeepPicture ? (input as { pictureId: string }).pictureId : null;
  return { gone };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sounding-pictures-'));
  [shown, granted, refuseToKeep] = [null, [], false];
  app = fastify();
  app.setErrorHandler((error, _request, reply) => {
    const problem = failureOf({ traceId: () => 't', bug: (bug) => console.error(bug) }, asPictureFailure(error));
    return sendProblem(reply, problem);
  });
  openPictures(app, {
    account: async (request) => String(request.headers['x-account'] ?? 'somebody'),
    ask: ask as never,
    store: openStore({ folder }),
  });
});
afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const stored = () => readdir(join(folder, 'pictures')).catch(() => [] as string[]);
const send = (payload: Buffer, type = 'image/png') =>
  app.inject({ method: 'PUT', url: '/api/v1/provider/picture', headers: { 'content-type': type }, payload });
const get = (id: string | null, side: number) => app.inject({ url: `/pictures/${id}-${side}.webp` });

/** A picture whose left half is red and right half blue, with a place and a camera in its metadata. */
function photo(width: number, height: number) {
  const red = { r: 200, g: 20, b: 20 };
  const left = { create: { width: Math.floor(width / 2), height, channels: 3 as const, background: red } };
  return sharp({ create: { width, height, channels: 3, background: { r: 20, g: 20, b: 200 } } })
    .composite([{ input: left, left: 0, top: 0 }])
    .withExif({ IFD0: { Model: 'A telling camera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 12/1 30/1' } });
}

/** A PNG whose header claims these measures; its pixels are one line of zeros. */
function claims(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = chunk('IDAT', deflateSync(Buffer.alloc(Math.min(width + 1, 100_000))));
  return Buffer.concat([signature, chunk('IHDR', header), pixels, chunk('IEND', Buffer.alloc(0))]);
}

describe('a picture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    'of kind %s is made anew as two squares, without its metadata, and served to everybody',
    async (kind) => {
      const file = await photo(900, 600).toFormat(kind).toBuffer();
      expect(file.includes('A telling camera')).toBe(true);
      const answer = await send(file, `image/${kind}`);
      expect([answer.statusCode, answer.json()]).toEqual([200, { picture: shown }]);
      expect((await stored()).sort()).toEqual([`${shown}-128.webp`, `${shown}-512.webp`]);
      for (const side of [128, 512]) {
        const served = await get(shown, side);
        expect(served.headers).toMatchObject({ 'content-type': 'image/webp', 'cache-control': 'public, max-age=3600' });
        expect(served.rawPayload.includes('A telling camera')).toBe(false);
        const { format, width, height, exif, icc, xmp } = await sharp(served.rawPayload).metadata();
        expect({ format, width, height, exif, icc, xmp }).toEqual({ format: 'webp', width: side, height: side });
      }
    },
  );

  it('that a telephone held sideways is upright afterwards', async () => {
    // Orientation 6: turned by a quarter to be seen, so that the red left half is the upper one.
    const file = await photo(600, 600).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    await send(file, 'image/jpeg');
    const { data } = await sharp((await get(shown, 128)).rawPayload)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const pixel = (x: number, y: number) => [...data.subarray((y * 128 + x) * 3, (y * 128 + x) * 3 + 3)];
    const red = (x: number, y: number) => (pixel(x, y)[0] ?? 0) > 120;
    expect([red(20, 20), red(108, 20), red(20, 108), red(108, 108)]).toEqual([true, true, false, false]);
  });

  it('is replaced by the next one, and the files of the one before are gone', async () => {
    await send(await photo(300, 300).png().toBuffer());
    const first = shown;
    await send(await photo(200, 400).png().toBuffer());
    expect((await stored()).sort()).toEqual([`${shown}-128.webp`, `${shown}-512.webp`]);
    expect((await get(first, 128)).statusCode).toBe(404);
  });

  it('is removed with its files', async () => {
    await send(await photo(300, 300).png().toBuffer());
    const had = shown;
    const answer = await app.inject({ method: 'DELETE', url: '/api/v1/provider/picture' });
    expect([answer.json(), shown, await stored(), (await get(had, 512)).statusCode]).toEqual([
      { picture: null },
      null,
      [],
      404,
    ]);
  });

  it('whose minute is over leaves no file', async () => {
    refuseToKeep = true;
    const answer = await send(await photo(300, 300).png().toBuffer());
    expect([answer.json().code, await stored()]).toEqual(['grant-over', []]);
  });
});

describe('what is no picture, or too much of one', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><script>alert(1)</script></svg>';
  const html = '<!doctype html><script>alert(document.cookie)</script>';
  const gif = async () => photo(300, 300).gif().toBuffer();
  const cut = async (kind: 'jpeg' | 'png' | 'webp') => {
    const whole = await sharp({
      create: {
        width: 600,
        height: 600,
        channels: 3,
        noise: { type: 'gaussian', mean: 120, sigma: 40 },
        background: '#888',
      },
    })
      .toFormat(kind)
      .toBuffer();
    return whole.subarray(0, Math.floor(whole.byteLength * 0.6));
  };
  const noise = () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(5_000, 7)]);

  it.each([
    ['an SVG', async () => Buffer.from(svg), 422, 'not-a-picture'],
    ['HTML that is called a PNG', async () => Buffer.from(html), 422, 'not-a-picture'],
    ['a GIF', gif, 422, 'not-a-picture'],
    ['nothing', async () => Buffer.alloc(0), 422, 'not-a-picture'],
    ['a PNG that was cut off', () => cut('png'), 422, 'not-a-picture'],
    ['a JPEG that was cut off', () => cut('jpeg'), 422, 'not-a-picture'],
    ['a WebP that was cut off', () => cut('webp'), 422, 'not-a-picture'],
    ['the first bytes of a JPEG and then noise', async () => noise(), 422, 'not-a-picture'],
    [
      'HTML behind the signature of a PNG',
      async () => Buffer.concat([claims(300, 300).subarray(0, 8), Buffer.from(html)]),
      422,
      'not-a-picture',
    ],
    ['a few hundred bytes that claim 900 million pixels', async () => claims(30_000, 30_000), 422, 'picture-too-large'],
    ['a line of two thousand million pixels', async () => claims(2_000_000_000, 1), 422, 'not-a-picture'],
    ['twenty-six million pixels', async () => claims(5_200, 5_000), 422, 'picture-too-large'],
    ['a stamp', async () => photo(100, 400).png().toBuffer(), 422, 'picture-too-small'],
    ['six megabytes', async () => Buffer.concat([claims(300, 300), Buffer.alloc(6 * 1024 * 1024)]), 413, 'too-large'],
  ])('%s is refused with a sentence, nothing is granted and nothing is stored', async (_what, make, status, code) => {
    const answer = await send(await make());
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.json().detail).toMatch(/picture/i);
    expect([granted, await stored()]).toEqual([[], []]);
  });

  it('is refused by its type as well, when it says so itself', async () => {
    for (const type of ['image/svg+xml', 'text/html', 'application/json']) {
      const answer = await send(Buffer.from('{}'), type);
      expect([type, answer.statusCode, answer.json().code]).toEqual([type, 422, 'not-a-picture']);
    }
    expect(await stored()).toEqual([]);
  });

  it('a bomb is refused before it is decoded: many of them take no time', async () => {
    const began = process.hrtime.bigint();
    for (let n = 0; n < 50; n += 1) expect((await send(claims(30_000, 30_000))).statusCode).toBe(422);
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeLessThan(5_000);
  });
});

describe('an address of a picture', () => {
  it.each(['..%2f..%2fetc%2fpasswd', 'a-128.webp', `${randomUUID()}-64.webp`, `${randomUUID()}-128.png`])(
    '%s leads nowhere',
    async (file) => {
      expect((await app.inject({ url: `/pictures/${file}` })).statusCode).toBe(404);
    },
  );
});

it('a crowd is asked to come back, and nobody who was let in is forgotten', async () => {
  const file = await photo(2_000, 2_000).png().toBuffer();
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(file)));
  const codes = answers.map(({ statusCode }) => statusCode);
  expect(new Set(codes)).toEqual(new Set([200, 503]));
  expect((await stored()).sort()).toEqual([`${shown}-128.webp`, `${shown}-512.webp`]);
});
