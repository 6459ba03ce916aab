import { money } from '@sounding/money';
import { step } from './booking.ts';
import { cancellationOf } from './cancellation.ts';
import { deadlineOf, occupies } from './facts.ts';
import { deadline, live, paid, requested, yes } from './sample.ts';
import { viewOf } from './view.ts';

const NEXT_NOON = '2026-12-02T12:00:00.000Z';
const accepted = () => live(requested(), [NEXT_NOON, yes]);

describe('a request', () => {
  it('takes no money and keeps no time; it waits for its provider for a day', () => {
    const asked = requested();
    expect(occupies(asked)).toBe(false);
    expect(asked.total).toEqual(money(6349));
    expect(deadlineOf(asked)).toBe('2026-12-02T13:00:00.000Z');
    const view = viewOf(asked, 'client', new Date(NEXT_NOON));
    expect(view.next).toEqual({ what: 'answer', whose: 'provider', until: '2026-12-02T13:00:00.000Z' });
    expect(view).toMatchObject({ reservedUntil: null, claimUntil: null, mayTip: false, moveUntil: null });
  });

  it('becomes a reservation of its bill by a yes, and its time is kept, buffers included', () => {
    const moved = step(requested(), yes, new Date(NEXT_NOON));
    expect(moved?.sayings).toEqual(['mail: request accepted, to the client']);
    expect(moved?.booking).toMatchObject({
      state: 'reserved',
      reservedUntil: '2026-12-03T00:00:00.000Z',
      occupiedFrom: '2026-12-10T14:50:00.000Z',
      occupiedTo: '2026-12-10T16:10:00.000Z',
      request: { answer: 'accepted' },
    });
    expect(deadlineOf(accepted())).toBe('2026-12-03T00:00:00.000Z');
    expect(live(accepted(), ['2026-12-02T20:00:00.000Z', paid]).state).toBe('confirmed');
  });

  it('is not answered once its day is over, even before the clock has seen it', () => {
    expect(() => step(requested(), yes, new Date('2026-12-02T13:00:00.000Z'))).toThrow('already-answered');
    expect(() => step(requested(), yes, new Date('2026-12-02T12:59:59.999Z'))).not.toThrow();
  });

  it.each([
    ['declined', { kind: 'booking.turn-down' }, 'declined', 'mail: request declined, to the client'],
    [
      'taken back',
      { kind: 'booking.cancel', by: 'client', seen: money(0) },
      'withdrawn',
      'mail: request taken back, to the provider',
    ],
  ] as const)('that is %s ends, and the other side is told', (_what, message, answer, mail) => {
    const moved = step(requested(), message, new Date(NEXT_NOON));
    expect(moved?.booking).toMatchObject({ state: 'lapsed', request: { answer } });
    expect(moved?.sayings).toEqual([mail]);
  });

  it('that nobody answers ends by itself', () => {
    const moved = step(requested(), deadline, new Date('2026-12-02T13:00:00.000Z'));
    expect(moved?.booking).toMatchObject({ state: 'lapsed', request: { answer: 'none' } });
    expect(moved?.said[0]?.data).toMatchObject({ template: 'request-ended', data: { why: 'unanswered' } });
  });

  it('that was accepted and is not paid ends, billing is told, and so are both', () => {
    const moved = step(accepted(), deadline, new Date('2026-12-03T00:00:00.000Z'));
    expect(moved?.booking).toMatchObject({ state: 'lapsed', request: { answer: 'accepted' } });
    expect(moved?.sayings).toEqual(['booking.reservation-lapsed', 'mail: request not paid, to both']);
  });

  it('costs nothing to take back, and its provider says no instead of cancelling', () => {
    expect(cancellationOf(requested(), 'client', new Date(NEXT_NOON))).toMatchObject({
      back: money(0),
      because: 'You have not paid anything: the request ends, and nothing is charged.',
    });
    expect(cancellationOf(requested(), 'provider', new Date(NEXT_NOON))).toBeNull();
    const cancel = { kind: 'booking.cancel', by: 'provider', seen: money(0) } as const;
    expect(() => step(requested(), cancel, new Date(NEXT_NOON))).toThrow('Say no to it');
  });

  it('of a near start is answered before the notice of the listing begins', () => {
    const { startsAt } = requested();
    const offer = { ...requested().offer, noticeMinutes: 9 * 24 * 60 };
    const asked = requested({ offer, request: { answerBy: '2026-12-01T15:00:00.000Z', answer: null } });
    expect(deadlineOf(asked)).toBe(new Date(Date.parse(startsAt) - offer.noticeMinutes * 60_000).toISOString());
  });
});
