import type { Booking } from '@sounding/contracts';
import { nextStep, sideOf } from './next-step.ts';

const booking = (change: Partial<Booking>): Booking => ({
  id: 'b1',
  state: 'confirmed',
  clientId: 'c',
  providerId: 'p',
  offer: {
    listingId: 'l',
    listingVersion: 1,
    providerId: 'p',
    kind: 'session',
    mode: 'advice',
    title: 'An hour',
    price: { minor: 6000, currency: 'USD' },
    durationMinutes: 60,
    stepMinutes: 30,
    noticeMinutes: 0,
    asksFirst: false,
    weeksMost: 1,
  },
  startsAt: '2026-12-01T10:00:00.000Z',
  endsAt: '2026-12-01T11:00:00.000Z',
  reservedUntil: null,
  total: { minor: 6349, currency: 'USD' },
  termsVersion: '2026-11-01',
  outcome: null,
  refunded: { minor: 0, currency: 'USD' },
  joinOpensAt: '2026-12-01T09:50:00.000Z',
  claimUntil: null,
  tipUntil: null,
  next: { what: 'nothing', whose: 'nobody', until: null },
  mayCancel: false,
  mayClaim: false,
  mayTip: false,
  madeAt: '2026-11-24T09:00:00.000Z',
  ...change,
});

const WHATS = [
  'answer',
  'pay',
  'take',
  'attend',
  'join',
  'wait-for-attendance',
  'decide-claim',
  'tip-or-claim',
  'wait-for-release',
  'nothing',
] as const;

test.each(WHATS)('%s has a title and a sentence for each side', (what) => {
  const one = booking({ next: { what, whose: 'client', until: '2026-12-01T10:15:00.000Z' } });
  for (const side of ['client', 'provider'] as const) {
    const step = nextStep(one, side);
    expect(step.title).not.toBe('');
    expect(step.text).toMatch(/[.?]$/);
  }
});

test('only the client is led to the bill, and both are told until when the time is kept', () => {
  const until = '2026-11-24T09:10:00.000Z';
  const one = booking({ state: 'reserved', next: { what: 'pay', whose: 'client', until } });
  expect(nextStep(one, 'client').link?.to).toBe('/bookings/b1/pay');
  expect(nextStep(one, 'provider').link).toBeNull();
  expect(nextStep(one, 'provider').until?.at).toBe(until);
});

test('before the session both see when video opens, in the session by when to join', () => {
  const attend = booking({ next: { what: 'attend', whose: 'client', until: '2026-12-01T10:00:00.000Z' } });
  expect(nextStep(attend, 'client').until).toEqual({ words: 'Video opens', at: '2026-12-01T09:50:00.000Z' });
  const join = booking({ next: { what: 'join', whose: 'client', until: '2026-12-01T10:15:00.000Z' } });
  expect(nextStep(join, 'client').until).toEqual({ words: 'Join by', at: '2026-12-01T10:15:00.000Z' });
});

test('a yes is paid for within twelve hours, and a request that ended says why', () => {
  const request = (answer: 'accepted' | 'declined' | 'withdrawn' | 'none') => ({
    answerBy: '2026-11-25T09:00:00.000Z',
    answer,
  });
  const until = '2026-11-24T21:00:00.000Z';
  const pay = { what: 'pay', whose: 'client', until } as const;
  expect(nextStep(booking({ state: 'reserved', request: request('accepted'), next: pay }), 'provider').text).toContain(
    '12 hours',
  );
  expect(nextStep(booking({ state: 'reserved', next: pay }), 'provider').text).toContain('10 minutes');
  const ended = (['accepted', 'declined', 'withdrawn', 'none'] as const).map(
    (answer) => nextStep(booking({ state: 'lapsed', request: request(answer) }), 'client').text,
  );
  expect(ended).toEqual([
    'The time to pay ran out. Nothing was charged.',
    'The provider said no to this time. Nothing was charged.',
    'The request was taken back. Nothing was charged.',
    'The request was not answered in time. Nothing was charged.',
  ]);
});

test('a lapsed booking says that nothing was charged', () => {
  expect(nextStep(booking({ state: 'lapsed' }), 'client').text).toContain('Nothing was charged');
});

test('whoever is not the client is the provider', () => {
  expect(sideOf(booking({}), 'c')).toBe('client');
  expect(sideOf(booking({}), 'p')).toBe('provider');
});

test('what went back is said to the client, who waits for it at the bank, and to nobody else', () => {
  const one = booking({ state: 'refunded', refunded: { minor: 3013, currency: 'USD' } });
  expect(nextStep(one, 'client').text).toContain('$30.13 went back to the card you paid with');
  expect(nextStep(one, 'provider').text).toBe('This booking is over.');
});
