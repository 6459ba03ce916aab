/** Stripe's way to say no. `keep` says what stays after it, which decides whether an idempotency key replays it. */
import type Stripe from 'stripe';

export interface ProblemBody {
  type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error' | 'rate_limit_error';
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  charge?: string;
  payment_intent?: Stripe.PaymentIntent;
  payment_method?: Stripe.PaymentMethod;
}

/** nothing: refused before execution, a repeat runs anew. answer: executed, changed nothing, is replayed. all: executed and changed things (a decline). */
export type Keep = 'nothing' | 'answer' | 'all';

export class StripeProblem extends Error {
  readonly status: number;
  readonly body: ProblemBody;
  readonly keep: Keep;

  constructor(status: number, body: ProblemBody, keep: Keep) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.keep = keep;
  }
}

/** The request is malformed: 400, not stored. */
export const invalid = (message: string, param?: string, code?: string): StripeProblem =>
  new StripeProblem(
    400,
    { type: 'invalid_request_error', message, ...(code ? { code } : {}), ...(param ? { param } : {}) },
    'nothing',
  );

/** The request is well-formed but the object is not in a state for it: 400, stored. */
export const unfit = (message: string, code?: string, param?: string): StripeProblem =>
  new StripeProblem(
    400,
    { type: 'invalid_request_error', message, ...(code ? { code } : {}), ...(param ? { param } : {}) },
    'answer',
  );

/** `param` is `id` when the path names it; a reference in the body is a 400, as Stripe answers. */
export const missing = (what: string, id: string, param = 'id'): StripeProblem =>
  new StripeProblem(
    param === 'id' ? 404 : 400,
    { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${what}: '${id}'`, param },
    'nothing',
  );
