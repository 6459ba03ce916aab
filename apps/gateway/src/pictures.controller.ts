/** Pictures of providers: sent, made anew, stored under a name that catalog granted, and served to everybody. */
import {
  GrantPicture,
  KeepPicture,
  PICTURE_SIDES,
  PictureId,
  pictureObject,
  Refusal,
  RemovePicture,
} from '@sounding/contracts';
import type { OpenDoor } from '@sounding/door';
import type { ObjectStore } from '@sounding/storage';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { squaresOf } from './picture.sharp.ts';
import { MOST_BYTES, notAPicture, tooLarge } from './picture.ts';

/** How many may wait while one picture is made. */
const MOST_WAITING = 8;
/** From one address. Nobody changes their picture so often; a machine that tries out files would. */
const MOST_A_MINUTE = 20;
/** A picture that is gone is gone everywhere within this time. */
const CACHED_SECONDS = 3_600;
const FILE = /^(?<id>[0-9a-f-]{36})-(?<side>128|512)\.webp$/;

export interface PicturesWorld {
  account(request: FastifyRequest): Promise<string>;
  ask: OpenDoor['ask'];
  store: ObjectStore;
}

export function openPictures(fastify: FastifyInstance, world: PicturesWorld): void {
  const { store, ask } = world;
  const inTurn = oneAtATime();
  const removeFiles = async (pictureId: string | null) => {
    if (pictureId === null) return;
    for (const side of PICTURE_SIDES) await store.delete(pictureObject(pictureId, side));
  };
  for (const type of ['image/jpeg', 'image/png', 'image/webp', 'application/octet-stream']) {
    fastify.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
  }

  fastify.put('/api/v1/provider/picture', { config: { rateLimit: { max: MOST_A_MINUTE } } }, async (request, reply) => {
    const account = await world.account(request);
    if (!(request.body instanceof Uint8Array)) throw notAPicture();
    const file = request.body;
    const squares = await inTurn(() => squaresOf(file));
    const { pictureId } = await ask(GrantPicture, {}, account);
    try {
      for (const { side, bytes } of squares) await store.put(pictureObject(pictureId, side), bytes, 'image/webp');
      const { gone } = await ask(KeepPicture, { pictureId }, account);
      await removeFiles(gone);
    } catch (error) {
      if (error instanceof Refusal) await removeFiles(pictureId);
      throw error;
    }
    return reply.header('cache-control', 'no-store').send({ picture: pictureId });
  });

  fastify.delete('/api/v1/provider/picture', async (request, reply) => {
    const { gone } = await ask(RemovePicture, {}, await world.account(request));
    await removeFiles(gone);
    return reply.header('cache-control', 'no-store').send({ picture: null });
  });

  fastify.get<{ Params: { file: string } }>('/pictures/:file', async (request, reply) => {
    const named = FILE.exec(request.params.file)?.groups;
    const id = PictureId.safeParse(named?.id);
    const side = PICTURE_SIDES.find((one) => String(one) === named?.side);
    const found = id.success && side ? await store.get(pictureObject(id.data, side)) : null;
    if (!found) throw new Refusal('not-found', 'There is no such picture.');
    return reply
      .header('content-type', 'image/webp')
      .header('content-length', found.size)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', `public, max-age=${CACHED_SECONDS}`)
      .send(found.stream);
  });
}

/** What the reader of bodies refuses before we see it, in words about pictures. */
export function asPictureFailure(error: unknown): unknown {
  const { statusCode } = error as { statusCode?: number };
  if (statusCode === 413) return tooLarge();
  return statusCode === 415 ? notAPicture() : error;
}

/** Decoding takes memory and time, and this door has others to serve: one picture after the other. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting >= MOST_WAITING) {
      throw new Refusal('rendering-busy', 'Many pictures are being made just now. Please try again in a minute.');
    }
    waiting += 1;
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      waiting -= 1;
    }
  };
}
