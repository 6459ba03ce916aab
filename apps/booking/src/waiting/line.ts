/**
 * Who is offered what. Pure. The line of a provider is strictly in order: every free start goes to the first who waits for it
 * and has no offer already, whatever made it free. Instants are milliseconds since 1970 (UTC).
 */
import { AROUND_MS, freeStarts, type Plan, type Span, type Taken, takenBy } from '../slots/slots.ts';

/** Somebody in line, who has no offer now. */
export interface Waiting extends Span {
  readonly id: string;
  /** How the listing they wait for is measured today; null while it is not offered. */
  readonly plan: Plan | null;
  /** Starts that were offered to this wait before: no time is offered to it twice. */
  readonly offered: readonly number[];
}

export interface NextOffer {
  readonly waitId: string;
  readonly startsAt: number;
  readonly takes: Span;
}

/** What must be known of the provider's time to serve this line; null when nobody stands in it. */
export function spanOf(line: readonly Span[]): Span | null {
  if (line.length === 0) return null;
  const from = Math.min(...line.map((one) => one.from));
  const to = Math.max(...line.map((one) => one.to));
  return { from: from - AROUND_MS, to: to + AROUND_MS };
}

/** Goes down the line once; each offer takes its time before the next one is asked. */
export function nextOffers(line: readonly Waiting[], taken: readonly Taken[], now: number): NextOffer[] {
  const offers: NextOffer[] = [];
  let held = [...taken];
  let free = new Map<Plan, FreeOf>();
  for (const { id, plan, offered, ...range } of line) {
    if (!plan) continue;
    const ofPlan = free.get(plan) ?? new FreeOf(plan, line, held, now);
    free.set(plan, ofPlan);
    const startsAt = ofPlan.starts.find((one) => one >= range.from && one < range.to && !offered.includes(one));
    if (startsAt === undefined) continue;
    const takes = takenBy(plan, startsAt);
    offers.push({ waitId: id, startsAt, takes: { from: takes.from, to: takes.to } });
    held = [...held, takes];
    free = new Map();
  }
  return offers;
}

/** The free starts of one listing over all days for which somebody waits: asked once, not once for everybody in line. */
class FreeOf {
  readonly starts: readonly number[];

  constructor(plan: Plan, line: readonly Waiting[], held: readonly Taken[], now: number) {
    const mine = line.filter((one) => one.plan === plan);
    const from = Math.min(...mine.map((one) => one.from));
    const to = Math.max(...mine.map((one) => one.to));
    this.starts = freeStarts(plan, held, now, from, to);
  }
}
