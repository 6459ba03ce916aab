/**
 * What a message is. Every request and every event of the platform is declared once with the functions of this file;
 * NATS permissions, network policies, the AsyncAPI document and the service map are generated from the declarations.
 */
import { z } from 'zod';

/** The services: each owns its names and a database. */
export const SERVICES = ['identity', 'catalog', 'booking', 'billing', 'receipts', 'support', 'workspace'] as const;
/** The doors: they ask, never own a request, and have no database. */
export const DOORS = ['gateway', 'support-console'] as const;

export type Service = (typeof SERVICES)[number];
export type Door = (typeof DOORS)[number];
export type Caller = Service | Door;

/**
 * Whom a request serves.
 * `anyone`: nobody needs to be signed in, though a token may be present. `person`: the door's token of a signed-in account.
 * `staff`: the console's token. `service`: no person at all; a clock or an event of a service in `from` asks.
 */
export type Who = 'anyone' | 'person' | 'staff' | 'service';

/** Refusals that any request may answer, beside its own. */
export const COMMON_REFUSALS = [
  'invalid-input',
  'not-signed-in',
  'not-allowed',
  'not-found',
  'idempotency-mismatch',
  'too-many-requests',
] as const;

export interface Request<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, R extends string = string> {
  readonly kind: 'request';
  /** `<owner>.<verb-noun>` */
  readonly name: string;
  readonly owner: Service;
  /** Core NATS subject, `req.<owner>.<verb-noun>`. */
  readonly subject: string;
  readonly input: I;
  readonly output: O;
  /** Codes this request may refuse with, beside COMMON_REFUSALS. */
  readonly refusals: readonly R[];
  readonly from: readonly Caller[];
  readonly who: Who;
  /** Time limit in milliseconds, from asking to the answer. */
  readonly timeoutMs: number;
}

export interface Event<S extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  /** `<owner>.<noun-happened>` */
  readonly name: string;
  readonly owner: Service;
  /** JetStream subject, `evt.<owner>.<noun-happened>`. */
  readonly subject: string;
  readonly data: S;
  /** The field of the data that names the aggregate; events of one aggregate arrive in order. */
  readonly of: string;
  readonly heardBy: readonly Service[];
}

export type Input<C extends Request> = z.output<C['input']>;
export type Output<C extends Request> = z.output<C['output']>;
export type Data<E extends Event> = z.output<E['data']>;
export type RefusalOf<C extends Request> = C['refusals'][number] | (typeof COMMON_REFUSALS)[number];

function ownerOf(name: string): Service {
  const [owner, verb, ...rest] = name.split('.');
  if (!SERVICES.includes(owner as Service) || !verb || rest.length > 0 || !/^[a-z]+(-[a-z0-9]+)*$/.test(verb)) {
    throw new Error(`"${name}" is not <owner>.<kebab-case-name>`);
  }
  return owner as Service;
}

/** Declares a request: `request('billing.open-bill', { input, output, refusals, from, who })`. */
export function request<I extends z.ZodType, O extends z.ZodType, const R extends string = never>(
  name: string,
  shape: {
    input: I;
    output: O;
    refusals?: readonly R[];
    from: readonly Caller[];
    who: Who;
    timeoutMs?: number;
  },
): Request<I, O, R> {
  const owner = ownerOf(name);
  return Object.freeze({
    kind: 'request' as const,
    name,
    owner,
    subject: `req.${name}`,
    input: shape.input,
    output: shape.output,
    refusals: shape.refusals ?? [],
    from: shape.from,
    who: shape.who,
    timeoutMs: shape.timeoutMs ?? 5_000,
  });
}

/** Declares an event: `event('billing.funds-held', z.object({...}), { of: 'bookingId', heardBy: ['booking'] })`. */
export function event<S extends z.ZodObject>(
  name: string,
  data: S,
  options: { of: keyof z.output<S> & string; heardBy: readonly Service[] },
): Event<S> {
  const owner = ownerOf(name);
  return Object.freeze({
    kind: 'event' as const,
    name,
    owner,
    subject: `evt.${name}`,
    data,
    of: options.of,
    heardBy: options.heardBy,
  });
}

/** The business says no. Travels as data with a code that the contract declares; never logged as an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: string,
    /** A sentence for the person: what happened and what to do. */
    readonly detail: string,
    /** Facts the page may show, such as the amount that would be accepted. Never personal data. */
    readonly facts: Record<string, unknown> = {},
  ) {
    super(`${code}: ${detail}`);
  }
}

/** Says no: `throw refuse(Reserve, 'slot-taken', 'Somebody else has just taken this time. Please pick another.')`. */
export function refuse<C extends Request>(
  _contract: C,
  code: RefusalOf<C>,
  detail: string,
  facts: Record<string, unknown> = {},
): Refusal {
  return new Refusal(code, detail, facts);
}
