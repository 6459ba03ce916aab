/** A door's HTTP routes as data: each names the contract it asks. OpenAPI is made from the same list. */
import type { Input, Output, Request } from '@sounding/contracts';
import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a route knows of the HTTP request when it makes the contract's input. */
export interface Asked {
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
  /** `http://localhost:3000`: where this door is reached. */
  origin: string;
}

/** What the answer does beside its JSON: a cookie to set or clear. */
export interface Answer {
  body: unknown;
  cookie?: { token: string; expiresAt: string } | 'clear';
  /** The cookie of a sign-in that is half done, likewise. */
  half?: { token: string; expiresAt: string } | 'clear';
}

export interface Route<C extends Request = Request> {
  readonly method: Method;
  /** Fastify path, `/api/v1/bookings/:bookingId`. */
  readonly path: string;
  readonly contract: C;
  /** One sentence for the API page. */
  readonly summary: string;
  readonly status: number;
  /** An open request that answers differently for a signed-in person. */
  readonly personal: boolean;
  /** Stricter limit per address: sign-in and codes. */
  readonly guarded: boolean;
  /** Puts the contract's input together; by default query, body and path in that order. */
  readonly input: ((asked: Asked) => Record<string, unknown>) | null;
  /** Shapes the answer; by default the contract's output as it is. */
  readonly answer: ((output: Output<C>) => Answer) | null;
  /** What is answered, for the API page, where `answer` leaves something of the contract's output out. */
  readonly output: z.ZodType | null;
  /** The cookie's session token goes into the input as `token`. */
  readonly withToken: boolean;
  /** What the door itself wants to know beside the contract's input, from the query; its shape's own check runs before anything is asked. */
  readonly beside: z.ZodObject | null;
  /** The browser's plain name goes in as `device`, and the session that it has until now as `replaces`. */
  readonly withBrowser: boolean;
  /** The token of the sign-in that is half done goes in as `half`. `if-any`: null where there is none. */
  readonly withHalf: boolean | 'if-any';
  /**
   * Begins something new, such as a booking: refused `terms-changed` while a version of the terms that matters waits for the person's
   * answer. A function says it of one input.
   */
  readonly anew: boolean | ((input: never) => boolean);
}

type Options<C extends Request> = Partial<
  Pick<
    Route<C>,
    | 'status'
    | 'personal'
    | 'guarded'
    | 'input'
    | 'answer'
    | 'output'
    | 'withToken'
    | 'withBrowser'
    | 'withHalf'
    | 'beside'
  >
> & { readonly anew?: boolean | ((input: Input<C>) => boolean) };

/** Declares a route: `route('POST', '/api/v1/bookings', Reserve, 'Reserves a slot for ten minutes.', { status: 201 })`. */
export function route<C extends Request>(
  method: Method,
  path: string,
  contract: C,
  summary: string,
  options: Options<C> = {},
): Route {
  return {
    method,
    path,
    contract,
    summary,
    status: options.status ?? 200,
    personal: options.personal ?? false,
    guarded: options.guarded ?? false,
    input: options.input ?? null,
    answer: (options.answer ?? null) as Route['answer'],
    output: options.output ?? null,
    withToken: options.withToken ?? false,
    beside: options.beside ?? null,
    anew: (options.anew ?? false) as Route['anew'],
    withBrowser: options.withBrowser ?? false,
    withHalf: options.withHalf ?? false,
  };
}

export type { Input, Output };
