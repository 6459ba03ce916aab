import type { Session } from '@sounding/contracts';
import { asksFirst, laterCookie } from './terms-first.ts';

const agreement = {
  ...{ state: 'due', document: 'terms', version: '2027-03-01' },
  ...{ from: '2027-03-01T00:00:00.000Z', accepted: '2026-11-01' },
} as const;
const due = { agreement } as unknown as Session;
const later = laterCookie('terms', '2027-03-01').split(';')[0] ?? '';

test.each([
  '/bookings',
  '/bookings/1/cancel',
  '/account',
  '/provider/listings/1',
  '/book/1',
  '/tickets',
  '/listings/1/wait',
])('%s asks first whoever has not answered', (path) => {
  expect(asksFirst(path, due, null)).toBe(true);
  expect(asksFirst(path, null, null)).toBe(false);
  expect(asksFirst(path, { agreement: { ...agreement, state: 'coming' } } as unknown as Session, null)).toBe(false);
  expect(asksFirst(path, {} as Session, null)).toBe(false);
});

test.each([
  '/',
  '/terms/agree',
  '/terms',
  '/providers/anna',
  '/listings/1',
  '/help/now',
  '/account/data',
  '/account/leave',
])('%s is open all the same', (path) => expect(asksFirst(path, due, null)).toBe(false));

test('not now opens what is theirs, and nothing that begins anew', () => {
  for (const path of ['/bookings', '/bookings/1/cancel', '/documents', '/tickets/new', '/provider/money']) {
    expect(asksFirst(path, due, `zone=UTC; ${later}`)).toBe(false);
  }
  expect(asksFirst('/book/1', due, later)).toBe(true);
  expect(asksFirst('/listings/1/wait', due, later)).toBe(true);
});

test('not now said to one version is nothing said to the next', () => {
  const next = { agreement: { ...agreement, version: '2027-06-01' } } as unknown as Session;
  expect(asksFirst('/bookings', next, later)).toBe(true);
});
