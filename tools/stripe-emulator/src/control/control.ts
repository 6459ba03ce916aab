/** What the control door can set: faults for coming calls and deliveries, and how refunds go. All of it is forgotten on restart. */
import type { RefundMode } from '../refunds/refund.store.ts';
import type { RateMode } from '../wire/rate.ts';

export type CallFault =
  /** Waits before it executes. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** 500 before anything happened; nothing is kept under the key, so a repeat runs. */
  | { readonly kind: '500-before' }
  /** The effect is committed and the 500 is kept under the key: a repeat answers 500, only a look tells the truth. */
  | { readonly kind: '500-after' }
  /** The effect and its real answer are committed, the connection is cut: a repeat under the key gets the answer. */
  | { readonly kind: 'reset-after' }
  | { readonly kind: 'reset-before' }
  /** No answer, ever, until the caller gives up; nothing happens. */
  | { readonly kind: 'hang' }
  | { readonly kind: '429' }
  | { readonly kind: '409' };

export interface CallFaultRule {
  readonly fault: CallFault;
  /** Only calls of this method; any when absent. */
  readonly method?: string | undefined;
  /** Only paths that begin so, `/v1/refunds`; any when absent. */
  readonly path?: string | undefined;
  /** How many calls it hits. */
  times: number;
}

export interface WebhookFaults {
  /** Each delivery is sent this many times more. */
  duplicates: number;
  /** Each first try waits so long. */
  delayMs: number;
  /** So many coming tries are lost on the way; the retry brings them. */
  drop: number;
  /** So many coming events are collected and sent in reverse order. */
  reorder: number;
  /** So many coming tries carry a signature of a wrong secret. */
  wrongSecret: number;
  /** So many coming tries are dated ten minutes back. */
  stale: number;
}

export const NO_WEBHOOK_FAULTS: WebhookFaults = {
  duplicates: 0,
  delayMs: 0,
  drop: 0,
  reorder: 0,
  wrongSecret: 0,
  stale: 0,
};

const NOTHING_COUNTED = {
  callsStruck: 0,
  /** Posts that left, copies included. */
  sent: 0,
  answered: 0,
  /** Answered with something else than 2xx, or not at all. */
  refused: 0,
  duplicated: 0,
  delayed: 0,
  reordered: 0,
  dropped: 0,
  wronglySigned: 0,
  stale: 0,
};
const COUNTED_AS = { drop: 'dropped', wrongSecret: 'wronglySigned', stale: 'stale' } as const;

export class Control {
  calls: CallFaultRule[] = [];
  webhooks: WebhookFaults = { ...NO_WEBHOOK_FAULTS };
  refunds: RefundMode = 'card';
  /** Off, so that a fast test is not a flaky one. */
  rate: RateMode = 'off';
  /** What happened to webhooks, and how many calls were struck by a fault. Counted since the start; only a reset forgets. */
  readonly counts = { ...NOTHING_COUNTED };

  /** The fault of this call, if any; counts it. The first matching rule is used up first. */
  take(method: string, path: string): CallFault | null {
    const rule = this.calls.find(
      (candidate) =>
        candidate.times > 0 &&
        (candidate.method === undefined || candidate.method === method) &&
        (candidate.path === undefined || path.startsWith(candidate.path)),
    );
    if (!rule) return null;
    rule.times--;
    this.counts.callsStruck++;
    this.calls = this.calls.filter((candidate) => candidate.times > 0);
    return rule.fault;
  }

  /** True `n` times after `n` was set. */
  spend(name: 'drop' | 'wrongSecret' | 'stale'): boolean {
    if (this.webhooks[name] <= 0) return false;
    this.webhooks[name]--;
    this.counts[COUNTED_AS[name]]++;
    return true;
  }

  clear(): void {
    this.calls = [];
    this.webhooks = { ...NO_WEBHOOK_FAULTS };
    this.refunds = 'card';
    this.rate = 'off';
  }

  forgetCounts(): void {
    Object.assign(this.counts, NOTHING_COUNTED);
  }
}
