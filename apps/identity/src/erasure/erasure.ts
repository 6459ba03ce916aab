/**
 * The story of leaving, as a table: state and message to what follows. Pure.
 *
 *   asked ── the pause is over ──> waiting ── nothing in the way ──> erasing ── every service has answered ──> done
 *     └──────── called off ───────────┘
 */
import { ERASED_IN, type Erased, type ErasedIn, type Obstacle } from '@sounding/contracts';

export type State = 'asked' | 'waiting' | 'erasing' | 'done' | 'called-off';

const HOUR_MS = 3_600_000;
/** Long enough to sleep on it, and to notice that somebody else pressed the button. */
export const PAUSE_MS = 72 * HOUR_MS;
/** One month from asking (GDPR, article 12(3)); thirty days are never longer than that. */
export const DEADLINE_MS = 30 * 24 * HOUR_MS;
/** How often what is in the way is looked at again. */
export const LOOK_AGAIN_MS = HOUR_MS;

export interface Step extends Erased {
  readonly service: ErasedIn;
  readonly at: string;
}

export interface Erasure {
  readonly id: string;
  readonly accountId: string;
  readonly state: State;
  readonly askedAt: Date;
  readonly beginsAt: Date;
  readonly deadline: Date;
  /** What the services answered, in the order of `ERASED_IN`. */
  readonly steps: readonly Step[];
  /** What was in the way when it was looked at last. */
  readonly inTheWay: readonly Obstacle[];
  /** Looks that failed since the last one that did not. */
  readonly tries: number;
  /** When the clock looks again; null when it never will. */
  readonly nextLookAt: Date | null;
  readonly lateSaidAt: Date | null;
}

export type Heard =
  | { readonly kind: 'pause-over' }
  | { readonly kind: 'weighed'; readonly inTheWay: readonly Obstacle[] }
  | { readonly kind: 'erased-in'; readonly service: ErasedIn; readonly answer: Erased }
  | { readonly kind: 'not-now' }
  | { readonly kind: 'finished' }
  | { readonly kind: 'called-off' };

/** What the clock does next. */
export type Next =
  | { readonly do: 'begin-waiting' | 'weigh' | 'finish' | 'nothing' }
  | { readonly do: 'erase'; readonly service: ErasedIn };

type Change = Pick<Erasure, 'state' | 'nextLookAt'> & Partial<Erasure>;
type Row = Partial<{
  readonly [K in Heard['kind']]: (e: Erasure, heard: Extract<Heard, { kind: K }>, now: Date) => Change;
}>;

const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms);
const calledOff = (): Change => ({ state: 'called-off', nextLookAt: null, inTheWay: [] });
const notNow = (e: Erasure, _: unknown, now: Date): Change => ({
  state: e.state,
  tries: e.tries + 1,
  nextLookAt: later(now, waitAfter(e.tries + 1)),
});

/** Message by message; what stands nowhere is refused. */
export const TABLE: Readonly<Record<State, Row>> = {
  asked: {
    'called-off': calledOff,
    'pause-over': (_e, _h, now) => ({ state: 'waiting', tries: 0, nextLookAt: now }),
    'not-now': notNow,
  },
  waiting: {
    'called-off': calledOff,
    weighed: (_e, { inTheWay }, now) =>
      inTheWay.length === 0
        ? { state: 'erasing', inTheWay, tries: 0, nextLookAt: now }
        : { state: 'waiting', inTheWay, tries: 0, nextLookAt: later(now, LOOK_AGAIN_MS) },
    'not-now': notNow,
  },
  erasing: {
    'erased-in': (e, { service, answer }, now) => ({
      state: 'erasing',
      tries: 0,
      nextLookAt: now,
      steps: [...e.steps.filter((step) => step.service !== service), { service, at: now.toISOString(), ...answer }],
    }),
    'not-now': notNow,
    finished: () => ({ state: 'done', nextLookAt: null }),
  },
  done: {},
  'called-off': {},
};

/** The erasure after the message; null when the message has no place in its state, and nothing changes. */
export function step(erasure: Erasure, heard: Heard, now: Date): Erasure | null {
  const row = TABLE[erasure.state][heard.kind] as ((e: Erasure, heard: Heard, now: Date) => Change) | undefined;
  if (!row || (heard.kind === 'finished' && pending(erasure) !== null)) return null;
  return { ...erasure, ...row(erasure, heard, now) };
}

/** The first service that has not answered; null when all have. */
export function pending({ steps }: Pick<Erasure, 'steps'>): ErasedIn | null {
  return ERASED_IN.find((service) => !steps.some((one) => one.service === service)) ?? null;
}

export function nextOf(erasure: Erasure, now: Date): Next {
  switch (erasure.state) {
    case 'asked':
      return { do: now < erasure.beginsAt ? 'nothing' : 'begin-waiting' };
    case 'waiting':
      return { do: 'weigh' };
    case 'erasing': {
      const service = pending(erasure);
      return service ? { do: 'erase', service } : { do: 'finish' };
    }
    case 'done':
    case 'called-off':
      return { do: 'nothing' };
  }
}

/** Milliseconds until the next look after so many failed ones: 5 s, 10 s, 20 s ... at most an hour. It is never given up. */
export function waitAfter(tries: number): number {
  return Math.min(HOUR_MS, 5_000 * 2 ** Math.min(12, Math.max(0, tries - 1)));
}

/** Whether staff must be told, now: once, when the deadline has passed and it is not done. */
export function isLate(erasure: Erasure, now: Date): boolean {
  return erasure.nextLookAt !== null && erasure.lateSaidAt === null && now >= erasure.deadline;
}

/** What it waits for, for staff: kinds of obstacles, or the service that has not answered. */
export function waitsFor(erasure: Erasure): string[] {
  if (erasure.state !== 'erasing') return [...new Set(erasure.inTheWay.map(({ kind }) => kind))];
  const service = pending(erasure);
  return service ? [service] : [];
}

export function isOpen({ state }: Pick<Erasure, 'state'>): boolean {
  return state === 'asked' || state === 'waiting' || state === 'erasing';
}
