/** Where somebody is who has not answered terms that changed: every private page leads to the one question, until they say yes or not now. */
import type { Session } from '@sounding/contracts';

/** What needs an account. */
const PRIVATE = /^\/(account|bookings|book|documents|receipts|tickets|provider)(\/|$)|^\/listings\/[^/]+\/wait$/;
/** What begins something new, and is of no use before the answer. */
const BEGINS = /^\/book\/|^\/listings\/[^/]+\/wait$/;
/** The way out must not lead through the question. */
const WAY_OUT = /^\/account\/(data|leave)(\/|$)/;

const LATER = 'terms-later';

const answerOf = (document: string, version: string) => `${document}.${version}`;

/** Not now, for as long as the browser is open. It only says what is shown: the door refuses what it refuses. */
export function laterCookie(document: string, version: string): string {
  return `${LATER}=${encodeURIComponent(answerOf(document, version))}; Path=/; SameSite=Lax; HttpOnly; Secure`;
}

/** Whether this page gives way to the question. `path` without query; `cookies` is the whole header. */
export function asksFirst(path: string, session: Session | null, cookies: string | null): boolean {
  const agreement = session?.agreement;
  if (agreement?.state !== 'due' || !PRIVATE.test(path) || WAY_OUT.test(path)) return false;
  const later = `${LATER}=${encodeURIComponent(answerOf(agreement.document, agreement.version))}`;
  const saidLater = (cookies ?? '').split(/;\s*/).includes(later);
  return BEGINS.test(path) || !saidLater;
}

/** Whether a page needs an account; on others nobody is asked for theirs. */
export function isPrivate(path: string): boolean {
  return PRIVATE.test(path);
}
