import { ERASED_IN, type ErasedIn, type Obstacle } from '@sounding/contracts';
import {
  DEADLINE_MS,
  type Erasure,
  type Heard,
  isLate,
  LOOK_AGAIN_MS,
  nextOf,
  PAUSE_MS,
  pending,
  type State,
  step,
  TABLE,
  waitAfter,
  waitsFor,
} from './erasure.ts';

const ASKED = new Date('2026-11-20T10:00:00Z');
const at = (ms: number) => new Date(ASKED.getTime() + ms);
const SESSION: Obstacle = { kind: 'session', id: null, until: null, amount: null };

function asked(more: Partial<Erasure> = {}): Erasure {
  return {
    ...{ id: 'e', accountId: 'a', state: 'asked', askedAt: ASKED, beginsAt: at(PAUSE_MS), deadline: at(DEADLINE_MS) },
    ...{ steps: [], inTheWay: [], tries: 0, nextLookAt: at(PAUSE_MS), lateSaidAt: null },
    ...more,
  };
}

const nothing = { goes: [], stays: [] };
const erasedIn = (service: ErasedIn): Heard => ({ kind: 'erased-in', service, answer: nothing });
const must = (erasure: Erasure | null): Erasure => {
  if (!erasure) throw new Error('the message had no place');
  return erasure;
};

describe('leaving', () => {
  it('goes from asking to done through every service in turn, identity last', () => {
    let erasure = must(step(asked(), { kind: 'pause-over' }, at(PAUSE_MS)));
    expect(nextOf(erasure, at(PAUSE_MS))).toEqual({ do: 'weigh' });
    erasure = must(step(erasure, { kind: 'weighed', inTheWay: [] }, at(PAUSE_MS)));
    const told: string[] = [];
    for (let next = nextOf(erasure, at(PAUSE_MS)); next.do === 'erase'; next = nextOf(erasure, at(PAUSE_MS))) {
      told.push(next.service);
      erasure = must(step(erasure, erasedIn(next.service), at(PAUSE_MS)));
    }
    expect(told).toEqual([...ERASED_IN]);
    expect(nextOf(erasure, at(PAUSE_MS))).toEqual({ do: 'finish' });
    erasure = must(step(erasure, { kind: 'finished' }, at(PAUSE_MS)));
    expect([erasure.state, erasure.nextLookAt]).toEqual(['done', null]);
  });

  it('does nothing before the pause is over', () => {
    expect(nextOf(asked(), at(PAUSE_MS - 1))).toEqual({ do: 'nothing' });
    expect(nextOf(asked(), at(PAUSE_MS))).toEqual({ do: 'begin-waiting' });
  });

  it('can be called off while it has not begun, and never afterwards', () => {
    const ends = (state: State) => step(asked({ state }), { kind: 'called-off' }, ASKED)?.state ?? 'refused';
    expect((['asked', 'waiting', 'erasing', 'done', 'called-off'] as const).map(ends)).toEqual([
      'called-off',
      'called-off',
      'refused',
      'refused',
      'refused',
    ]);
  });

  it('waits while something is in the way, and looks again in an hour', () => {
    const waiting = must(step(asked({ state: 'waiting' }), { kind: 'weighed', inTheWay: [SESSION] }, ASKED));
    expect([waiting.state, waiting.nextLookAt]).toEqual(['waiting', at(LOOK_AGAIN_MS)]);
    expect(waitsFor(waiting)).toEqual(['session']);
  });

  it('is not finished while a service has not answered, whoever says so', () => {
    const all = [...ERASED_IN];
    const last = all.pop() as ErasedIn;
    const steps = all.map((service) => ({ service, at: '', ...nothing }));
    const erasure = asked({ state: 'erasing', steps });
    expect([pending(erasure), step(erasure, { kind: 'finished' }, ASKED), waitsFor(erasure)]).toEqual([
      last,
      null,
      [last],
    ]);
  });

  it('counts an answer that comes twice once', () => {
    const one = must(step(asked({ state: 'erasing' }), erasedIn('catalog'), ASKED));
    expect(must(step(one, erasedIn('catalog'), ASKED)).steps).toHaveLength(1);
  });

  it('tries again later and later, at most an hour apart, and never gives up', () => {
    let erasure = asked({ state: 'erasing', nextLookAt: ASKED });
    const waits: number[] = [];
    for (let n = 0; n < 14; n++) {
      erasure = must(step(erasure, { kind: 'not-now' }, ASKED));
      waits.push((erasure.nextLookAt?.getTime() ?? 0) - ASKED.getTime());
    }
    expect(waits.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(waits.at(-1)).toBe(3_600_000);
    expect(waitAfter(1_000_000)).toBe(3_600_000);
  });

  it('tells staff once when thirty days are over', () => {
    const waiting = asked({ state: 'waiting' });
    expect([isLate(waiting, at(DEADLINE_MS - 1)), isLate(waiting, at(DEADLINE_MS))]).toEqual([false, true]);
    expect(isLate({ ...waiting, lateSaidAt: ASKED }, at(DEADLINE_MS))).toBe(false);
    expect(isLate(asked({ state: 'done', nextLookAt: null }), at(DEADLINE_MS * 2))).toBe(false);
  });

  it('has an answer to every pair of state and message: a move, or none', () => {
    const messages: Heard[] = [
      { kind: 'pause-over' },
      { kind: 'weighed', inTheWay: [] },
      erasedIn('booking'),
      { kind: 'not-now' },
      { kind: 'finished' },
      { kind: 'called-off' },
    ];
    for (const state of Object.keys(TABLE) as State[]) {
      for (const heard of messages) {
        const after = step(asked({ state }), heard, ASKED);
        const open = after !== null && after.state !== 'done' && after.state !== 'called-off';
        // What is open is looked at again; what is over never is.
        expect([state, heard.kind, after === null || open === (after.nextLookAt !== null)]).toEqual([
          state,
          heard.kind,
          true,
        ]);
      }
    }
  });
});
