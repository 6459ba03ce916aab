/** `Stripe-Signature`: HMAC-SHA256 over `t.body` with the endpoint's secret, hex, as scheme v1. */
import { createHmac } from 'node:crypto';

/** `at` in unix seconds. */
export function signature(body: string, secret: string, at: number): string {
  const v1 = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return `t=${at},v1=${v1}`;
}

/** Milliseconds until the next try after `attempts` failed ones: quick at first, then every five seconds (Stripe's own pace would make a developer wait for hours); there is no last try. */
export const backoff = (attempts: number): number => Math.min(200 * 2 ** Math.max(0, attempts - 1), 5_000);
