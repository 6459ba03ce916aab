import { Reserve, ViewBooking } from '@sounding/contracts';
import { openApi } from './openapi.ts';
import { statusOf } from './problem.ts';
import { route } from './route.ts';

const document = openApi(
  'Sounding',
  [
    route('POST', '/api/v1/bookings', Reserve, 'Reserves.', { status: 201 }),
    route('GET', '/api/v1/bookings/:bookingId', ViewBooking, 'One booking.'),
  ],
  '__Host-client-3000',
  [
    { method: 'GET', path: '/pictures/:file' },
    { method: 'GET', path: '/api/v1/bookings/:bookingId' },
  ],
) as { openapi: string; paths: Record<string, Record<string, Record<string, unknown>>> };

it('the API document describes path, body, answer and each refusal with its status', () => {
  expect(document.openapi).toBe('3.1.0');
  const post = document.paths['/api/v1/bookings']?.post;
  expect(Object.keys(post?.responses as object)).toEqual(expect.arrayContaining(['201', '400', '401', '409', '503']));
  expect(JSON.stringify(post?.responses)).toContain('slot-taken');
  expect(JSON.stringify(post?.requestBody)).toContain('listingId');
  expect(document.paths['/api/v1/bookings/{bookingId}']?.get?.parameters).toEqual([
    { name: 'bookingId', in: 'path', required: true, schema: { type: 'string' } },
  ]);
});

it('what a door serves beside its routes is named too, and takes nothing from them', () => {
  expect(document.paths['/pictures/{file}']?.get).toMatchObject({ tags: ['beside'] });
  expect(document.paths['/api/v1/bookings/{bookingId}']?.get).toMatchObject({ summary: 'One booking.' });
});

it('a refusal that no row names is a conflict with how things stand', () => {
  expect(statusOf('slot-taken')).toBe(409);
  expect(statusOf('not-found')).toBe(404);
});
