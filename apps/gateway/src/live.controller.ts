/**
 * Live updates and signalling of one room. The browser's frames are relayed to the other party over `live.<booking>`, which may lose
 * them; whoever misses one looks again. Membership is asked of workspace before anything is relayed.
 */
import type { WebSocket } from '@fastify/websocket';
import { type Output, Refusal, ViewRoom } from '@sounding/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** What a browser may send to the other side. SDP and candidates are the browsers' own matter; the size is ours. */
const Frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('offer'), sdp: z.string().max(64_000) }),
  z.object({ type: z.literal('answer'), sdp: z.string().max(64_000) }),
  z.object({ type: z.literal('candidate'), candidate: z.unknown() }),
  z.object({ type: z.literal('bye') }),
]);

/** What travels on the bus: who sent it (a side; null is the workspace itself) and the frame. */
const Relayed = z.object({
  from: z.enum(['client', 'provider']).nullable(),
  frame: z.looseObject({ type: z.string() }),
});

/** At most this many frames a second from one browser; a call's start needs about thirty in all. */
const FRAMES_PER_SECOND = 50;
export const MAX_FRAME = 96 * 1024;
/** A socket ends with its session, at most this much later. */
const LOOK_EVERY_MS = 15_000;

interface Party {
  side: 'client' | 'provider';
  /** The name of the room's `live` subject. */
  room: string;
}

export interface LiveWorld {
  /** The account of the cookie, or a refusal. */
  account(request: FastifyRequest): Promise<string>;
  room(input: { bookingId: string; after: number }, account: string): Promise<Output<typeof ViewRoom>['room']>;
  publish(room: string, data: unknown): void;
  subscribe(room: string, hear: (data: unknown) => void): { stop(): void };
  isOwnOrigin(request: FastifyRequest): boolean;
  /** How often the session is looked at again; 15 seconds. */
  lookEveryMs?: number;
}

/** Closes the socket when its session has ended. That nobody can say is no end: the call goes on while identity is away. */
function endWithSession(world: LiveWorld, socket: WebSocket, request: FastifyRequest): void {
  const look = async () => {
    try {
      await world.account(request);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not-signed-in') socket.close(1008, 'signed out');
    }
  };
  const timer = setInterval(() => void look(), world.lookEveryMs ?? LOOK_EVERY_MS);
  socket.on('close', () => clearInterval(timer));
}

function relay(world: LiveWorld, socket: WebSocket, { room, side }: Party): void {
  let second = 0;
  let frames = 0;
  const hearing = world.subscribe(room, (data) => {
    const parsed = Relayed.safeParse(data);
    if (!parsed.success || parsed.data.from === side) return;
    const { from, frame } = parsed.data;
    socket.send(JSON.stringify(from === null ? frame : { from, ...frame }));
  });
  socket.on('message', (raw: Buffer) => {
    const now = Math.floor(performance.now() / 1000);
    frames = now === second ? frames + 1 : 1;
    second = now;
    if (frames > FRAMES_PER_SECOND) return socket.close(1008, 'too many frames');
    const frame = Frame.safeParse(parseJson(raw));
    // A frame of a type that we do not know is dropped: an older page must not lose its call over it.
    if (frame.success) world.publish(room, { from: side, frame: frame.data });
  });
  socket.on('close', () => {
    hearing.stop();
    world.publish(room, { from: side, frame: { type: 'bye' } });
  });
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString());
  } catch {
    return null;
  }
}

/** `GET /api/v1/live?booking=<id>` upgraded to a WebSocket, for the two parties of the booking. */
export function openLive(fastify: FastifyInstance, world: LiveWorld): void {
  fastify.get<{ Querystring: { booking?: string } }>(
    '/api/v1/live',
    {
      websocket: true,
      preValidation: async (request) => {
        if (!world.isOwnOrigin(request)) throw new Refusal('cross-site', 'This request came from another site.');
        const input = ViewRoom.input.safeParse({ bookingId: request.query.booking });
        if (!input.success) throw new Refusal('invalid-input', 'Name a booking: ?booking=<id>.');
        const account = await world.account(request);
        const room = await world.room({ bookingId: input.data.bookingId, after: Number.MAX_SAFE_INTEGER }, account);
        request.party = { room: room.live, side: room.clientId === account ? 'client' : 'provider' };
      },
    },
    (socket, request) => {
      endWithSession(world, socket, request);
      relay(world, socket, request.party);
    },
  );
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The party that opened the socket; set before the upgrade. */
    party: Party;
  }
}
