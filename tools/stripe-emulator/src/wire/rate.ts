/** How many calls a second are answered, as Stripe limits them: in all, and per endpoint. What was refused does not count. */

export type RateMode = 'off' | 'sandbox' | 'live';

/** Source: docs.stripe.com/rate-limits. */
const LIMITS: Record<Exclude<RateMode, 'off'>, { readonly all: number; readonly endpoint: number }> = {
  sandbox: { all: 25, endpoint: 25 },
  live: { all: 100, endpoint: 25 },
};

/** Named as in the header `Stripe-Rate-Limited-Reason`. */
export type LimitedBy = 'global-rate' | 'endpoint-rate';

export class Rate {
  private readonly calls: { readonly at: number; readonly endpoint: string }[] = [];

  /** Counts the call, or says what it exceeds; `at` in milliseconds of real time. */
  exceeds(mode: RateMode, endpoint: string, at: number): LimitedBy | null {
    if (mode === 'off') return null;
    while (this.calls.length > 0 && (this.calls[0]?.at ?? at) <= at - 1_000) this.calls.shift();
    const limits = LIMITS[mode];
    const here = this.calls.filter((call) => call.endpoint === endpoint).length;
    if (here >= limits.endpoint) return 'endpoint-rate';
    if (this.calls.length >= limits.all) return 'global-rate';
    this.calls.push({ at, endpoint });
    return null;
  }
}
