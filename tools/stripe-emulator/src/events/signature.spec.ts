import Stripe from 'stripe';
import { wants } from './event.store.ts';
import { backoff, signature } from './signature.ts';

const { webhooks } = new Stripe('sk_test_x');
const body = JSON.stringify({ id: 'evt_1', object: 'event', note: 'ünïcode ✓' });

describe('a signature', () => {
  it('is accepted by the SDK', () => {
    const header = signature(body, 'whsec_x', 1_000);
    expect(webhooks.constructEvent(body, header, 'whsec_x', 300, undefined, 1_100_000).id).toBe('evt_1');
  });

  it('fits one body, one secret and one time', () => {
    const header = signature(body, 'whsec_x', 1_000);
    const check =
      (text: string, head: string, secret: string, now = 1_000_000) =>
      () =>
        webhooks.constructEvent(text, head, secret, 300, undefined, now);
    expect(check(`${body} `, header, 'whsec_x')).toThrow();
    expect(check(body, header, 'whsec_y')).toThrow();
    expect(check(body, header.replace('t=1000', 't=1001'), 'whsec_x')).toThrow();
    expect(check(body, header, 'whsec_x', 1_301_000)).toThrow('Timestamp outside the tolerance zone');
  });
});

describe('a delivery', () => {
  it('is tried again soon, then less often, and never given up', () => {
    expect([1, 2, 3, 4].map(backoff)).toEqual([200, 400, 800, 1600]);
    expect(backoff(1_000)).toBe(5_000);
  });

  it('goes to endpoints that want it', () => {
    expect(wants(['*'], 'refund.failed')).toBe(true);
    expect(wants(['refund.*'], 'refund.failed')).toBe(true);
    expect(wants(['refund.failed'], 'refund.failed')).toBe(true);
    expect(wants(['refund.*', 'charge.failed'], 'charge.refunded')).toBe(false);
  });
});
