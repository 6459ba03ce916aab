import { PublishListing, Refusal, Reserve, type Session, ViewBooking } from '@sounding/contracts';
import { mayBeginAnew } from './anew.ts';
import { route } from './route.ts';

const session = (state?: 'due' | 'coming', document: 'terms' | 'privacy' = 'terms') =>
  ({
    accountId: '0b8f2e6a-3c1d-4e5f-8a9b-1c2d3e4f5a6b',
    ...(state && {
      agreement: { state, document, version: '2027-03-01', from: '2027-03-01T00:00:00.000Z', accepted: null },
    }),
  }) as Session;
const reserve = route('POST', '/api/v1/bookings', Reserve, 'Reserves.', { anew: true });
const publish = route('POST', '/api/v1/publication', PublishListing, 'Publishes.', {
  anew: ({ published }) => published,
});
const view = route('GET', '/api/v1/bookings/:bookingId', ViewBooking, 'One booking.');

const said = (...given: Parameters<typeof mayBeginAnew>) => {
  try {
    mayBeginAnew(...given);
    return 'may';
  } catch (error) {
    return (error as Refusal).code;
  }
};

test('nothing new begins while a version that matters waits for an answer', () => {
  expect(said(reserve, session('due'), {})).toBe('terms-changed');
  expect(said(reserve, session('due', 'privacy'), {})).toBe('terms-changed');
});

test('what is only announced stands in nobody’s way, nor does nothing', () => {
  expect(said(reserve, session('coming'), {})).toBe('may');
  expect(said(reserve, session(), {})).toBe('may');
  expect(said(reserve, null, {})).toBe('may');
});

test('what they have stays theirs to look at, and a listing may be taken down but not published', () => {
  expect(said(view, session('due'), {})).toBe('may');
  expect(said(publish, session('due'), { published: false })).toBe('may');
  expect(said(publish, session('due'), { published: true })).toBe('terms-changed');
});

test('the refusal says which version it is, and that bookings are not touched', () => {
  try {
    mayBeginAnew(reserve, session('due'), {});
    throw new Error('nothing was refused');
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({
      facts: { document: 'terms', version: '2027-03-01' },
      detail: expect.stringContaining('not touched'),
    });
  }
});
