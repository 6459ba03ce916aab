import { Reserve, ViewBooking, YearPdfs } from '@sounding/contracts';
import { openApi } from './openapi.ts';
import { statusOf } from './problem.ts';
import { route } from './route.ts';

const document = openApi(
  'Sounding',
  [
    route('POST', '/api/v1/bookings', Reserve, 'Reserves.', { status: 201 }),
    route('GET', '/api/v1/bookings/:bookingId', ViewBooking, 'One booking.'),
    route('GET', '/api/v1/documents/years/:year/files', YearPdfs, 'How many are ready.', {
      answer: ({ ready, all }) => ({ body: { ready, all } }),
      output: YearPdfs.output.omit({ files: true }),
    }),
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

it('a number in a path is said to be one, and what a door keeps to itself is in no answer', () => {
  const get = document.paths['/api/v1/documents/years/{year}/files']?.get;
  expect(get?.parameters).toEqual(
    expect.arrayContaining([
      { name: 'year', in: 'path', required: true, schema: { type: 'integer', minimum: 2000, maximum: 9999 } },
    ]),
  );
  const answers = get?.responses as Record<string, { content: Record<string, { schema: { properties: object } }> }>;
  expect(Object.keys(answers['200']?.content['application/json']?.schema.properties ?? {})).toEqual(['ready', 'all']);
});

it.each([
  ['month-not-over', 409],
  ['nothing-that-month', 404],
  ['nothing-that-year', 404],
  ['statement-too-long', 422],
  ['already-replaced', 409],
  ['resent-too-often', 429],
  ['rendering-busy', 503],
])('%s of documents is answered with %d', (code, status) => {
  expect(statusOf(code)).toBe(status);
});

it('what a door serves beside its routes is named too, and takes nothing from them', () => {
  expect(document.paths['/pictures/{file}']?.get).toMatchObject({ tags: ['beside'] });
  expect(document.paths['/api/v1/bookings/{bookingId}']?.get).toMatchObject({ summary: 'One booking.' });
});

it('a refusal that no row names is a conflict with how things stand', () => {
  expect(statusOf('slot-taken')).toBe(409);
  expect(statusOf('not-found')).toBe(404);
});
