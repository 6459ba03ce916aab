import { MOST_WAITS, Refusal } from '@sounding/contracts';
import { reserved } from '../booking/sample.ts';
import { type Kept, mayWait, refuseFree, spanOfDays, waitView } from './waiting.ts';

const NOW = new Date('2026-12-01T12:00:00.000Z');
const { offer } = reserved();
const days = (from: string, to: string, zone = 'UTC') => ({ from, to, zone });

function code(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

test('days are the client’s own: they begin and end at midnight in their zone, the last one included', () => {
  const iso = (zone: string) => {
    const { from, to } = spanOfDays(days('2026-12-10', '2026-12-11', zone), 120, NOW);
    return [from, to].map((one) => new Date(one).toISOString());
  };
  expect(iso('UTC')).toEqual(['2026-12-10T00:00:00.000Z', '2026-12-12T00:00:00.000Z']);
  expect(iso('America/New_York')).toEqual(['2026-12-10T05:00:00.000Z', '2026-12-12T05:00:00.000Z']);
});

test('a day on which clocks change is as long as it is', () => {
  const { from, to } = spanOfDays(days('2027-03-28', '2027-03-28', 'Europe/Berlin'), 0, NOW);
  expect(to - from).toBe(23 * 3_600_000);
});

test.each([
  ['one day', '2026-12-10', '2026-12-10', null],
  ['31 days', '2026-12-10', '2027-01-09', null],
  ['32 days', '2026-12-10', '2027-01-10', 'bad-dates'],
  ['days that end before they begin', '2026-12-10', '2026-12-09', 'bad-dates'],
  ['days that are over', '2026-11-29', '2026-11-30', 'bad-dates'],
  ['days more than a year ahead', '2027-12-10', '2027-12-11', 'bad-dates'],
])('%s are answered as they should be', (_what, from, to, expected) => {
  expect(code(() => spanOfDays(days(from, to), 120, NOW))).toBe(expected);
});

test('today is waited for while something of it lies beyond the notice', () => {
  const today = days('2026-12-01', '2026-12-01');
  expect(code(() => spanOfDays(today, 12 * 60 - 1, NOW))).toBeNull();
  expect(code(() => spanOfDays(today, 12 * 60, NOW))).toBe('bad-dates');
});

const kept = (changes: Partial<Kept> = {}): Kept => ({
  id: 'w',
  clientId: 'c',
  providerId: offer.providerId,
  offer,
  firstDay: '2026-12-10',
  lastDay: '2026-12-11',
  zone: 'UTC',
  from: 100,
  to: 200,
  goOn: false,
  madeAt: NOW.toISOString(),
  offered: null,
  ...changes,
});

test('nobody waits for themself, twice for the same days, or for more than a few things', () => {
  const may = (open: Kept[], client = 'c') => code(() => mayWait(client, offer, { from: 100, to: 200 }, open));
  expect(may([])).toBeNull();
  expect(may([], offer.providerId)).toBe('own-listing');
  expect(may([kept({ from: 199, to: 300 })])).toBe('already-waiting');
  expect(may([kept({ from: 200, to: 300 })])).toBeNull();
  const another = kept({ offer: { ...offer, listingId: 'another' } });
  expect(may([another])).toBeNull();
  expect(may(Array(MOST_WAITS - 1).fill(another))).toBeNull();
  expect(may(Array(MOST_WAITS).fill(another))).toBe('too-many-waits');
});

test('who could book at once is told which time, and does not wait', () => {
  expect(code(() => refuseFree([]))).toBeNull();
  try {
    refuseFree([Date.parse('2026-12-10T09:00:00.000Z')]);
    throw new Error('was not refused');
  } catch (error) {
    expect(error).toMatchObject({ code: 'time-is-free', facts: { startsAt: '2026-12-10T09:00:00.000Z' } });
  }
});

test('a wait is shown with its days, its place and what is offered', () => {
  const offered = { bookingId: 'b', startsAt: 's', endsAt: 'e', until: 'u' };
  expect(waitView(kept({ offered }), 3)).toMatchObject({
    listingId: offer.listingId,
    title: offer.title,
    from: '2026-12-10',
    to: '2026-12-11',
    place: 3,
    offered,
  });
});
