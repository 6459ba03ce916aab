/** Refusals and failures as problem+json (RFC 9457): one table maps codes to HTTP. */
import type { Refusal } from '@sounding/contracts';

/** What goes over the wire. `code` is stable; `traceId` is for the operator; nothing else about the inside is told. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  traceId: string;
  facts?: Record<string, unknown>;
}

/** Codes that are not a plain 409. A refusal whose code is not here is a conflict with how things stand now. */
const STATUS: Record<string, number> = {
  'invalid-input': 400,
  'malformed-json': 400,
  'bad-range': 400,
  'bad-window': 400,
  'schedule-changed': 409,
  'bad-dates': 400,
  'bad-signature': 400,
  'stale-timestamp': 400,
  'wrong-account': 400,
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'wrong-code': 401,
  'sign-in-over': 401,
  'own-request': 403,
  'not-approved': 403,
  'glass-over': 410,
  'wrong-passkey': 401,
  'wrong-link': 401,
  'provider-refused': 401,
  'no-provider': 409,
  'email-unconfirmed': 403,
  'not-allowed': 403,
  'terms-changed': 403,
  'consent-needed': 403,
  'cross-site': 403,
  'licence-unverified': 403,
  'text-changed': 409,
  'not-found': 404,
  'not-published': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  'unsupported-type': 415,
  'weak-password': 422,
  'price-out-of-range': 422,
  'tip-out-of-range': 422,
  'more-than-price': 422,
  'unknown-category': 422,
  'bad-address': 422,
  'unreadable-calendar': 422,
  'not-a-picture': 422,
  'picture-too-large': 422,
  'picture-too-small': 422,
  'not-yet-offered': 422,
  'asked-or-weekly': 422,
  incomplete: 422,
  'no-licence': 422,
  'no-place': 422,
  'place-needed': 422,
  'place-not-covered': 422,
  'licence-ends': 422,
  'licence-over': 422,
  'idempotency-mismatch': 422,
  'bill-expired': 410,
  'too-late': 410,
  'too-late-to-move': 410,
  'review-too-late': 410,
  'objection-over': 410,
  'reason-needed': 428,
  'too-many-requests': 429,
  'too-many-reservations': 429,
  'too-many-open-requests': 429,
  'request-first': 409,
  'too-many-weeks': 422,
  'no-request-needed': 409,
  'already-answered': 409,
  'too-many-waits': 429,
  'month-not-over': 409,
  'nothing-that-month': 404,
  'nothing-that-year': 404,
  'last-factor': 409,
  'no-second-factor': 409,
  'statement-too-long': 422,
  'already-replaced': 409,
  'resent-too-often': 429,
  'rendering-busy': 503,
  'payment-unavailable': 503,
  unavailable: 503,
  timeout: 504,
  internal: 500,
};

const TITLES: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Please sign in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  409: 'Not possible now',
  410: 'Too late',
  413: 'Too large',
  415: 'Format not supported',
  422: 'Please change something',
  428: 'Please say why first',
  429: 'Too many requests',
  500: 'Our mistake',
  503: 'Not available just now',
  504: 'It took too long',
};

export function statusOf(code: string): number {
  return STATUS[code] ?? 409;
}

export function problem(code: string, detail: string, traceId: string, facts: Record<string, unknown> = {}): Problem {
  const status = statusOf(code);
  return {
    type: `/problems/${code}`,
    title: TITLES[status] ?? 'Not possible',
    status,
    code,
    detail,
    traceId,
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
  };
}

export function problemOfRefusal(refusal: Refusal, traceId: string): Problem {
  return problem(refusal.code, refusal.detail, traceId, refusal.facts);
}

/** What a person reads when a part of the platform is away. Nothing was changed that they did not see. */
export function problemOfFault(kind: 'unavailable' | 'timeout', traceId: string): Problem {
  return kind === 'timeout'
    ? problem(
        'timeout',
        'This took too long, and we do not know yet whether it worked. Look at the page again before you repeat it.',
        traceId,
      )
    : problem(
        'unavailable',
        'A part of Sounding is not answering just now. Nothing was changed. Please try again in a minute.',
        traceId,
      );
}

export function problemOfBug(traceId: string): Problem {
  return problem(
    'internal',
    'Something went wrong on our side. Please try again; if it stays, tell support this trace id.',
    traceId,
  );
}
