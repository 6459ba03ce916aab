import { RouterContextProvider } from 'react-router';
import { ApiProblem, act, apiOf, load, safeNext, visit } from './api.ts';
import type { ApiAnswer, ApiCall } from './visit.ts';

function contextThat(answers: (call: ApiCall) => ApiAnswer): RouterContextProvider {
  const context = new RouterContextProvider();
  context.set(visit, {
    call: async (call) => answers(call),
    nonce: 'n',
    now: new Date(0),
    traceId: 'ef'.repeat(16),
    report: () => undefined,
  });
  return context;
}

const refused = { status: 401, body: { code: 'not-signed-in', detail: 'Please sign in first.', status: 401 } };

test('empty fields are left out of a query, and the key travels beside the body', async () => {
  const calls: ApiCall[] = [];
  const api = apiOf(
    contextThat((call) => {
      calls.push(call);
      return { status: 200, body: {} };
    }),
  );
  await api.get('/search', { text: 'a b', mode: '', page: 2, from: undefined });
  await api.post('/bookings', { startsAt: 'x' }, 'k1');
  expect(calls[0]?.path).toBe('/api/v1/search?text=a+b&page=2');
  expect(calls[1]).toEqual({ method: 'POST', path: '/api/v1/bookings', body: { startsAt: 'x' }, idempotencyKey: 'k1' });
});

test('a file is put as it is, and an answer without refusal is handed on', async () => {
  const calls: ApiCall[] = [];
  const api = apiOf(
    contextThat((call) => {
      calls.push(call);
      return { status: 200, body: { picture: 'p1' } };
    }),
  );
  expect(await api.upload('/provider/picture', new Uint8Array([1, 2]))).toEqual({ picture: 'p1' });
  expect(calls).toEqual([{ method: 'PUT', path: '/api/v1/provider/picture', bytes: new Uint8Array([1, 2]) }]);
});

test('whoever must sign in first comes back to where they were, without the router’s own parameters', async () => {
  const request = new Request('http://localhost/bookings/1/pay.data?x=1&_routes=a');
  const api = apiOf(contextThat(() => refused));
  const thrown = await load(request, () => api.get('/bookings/1')).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Response);
  expect((thrown as Response).headers.get('location')).toBe('/sign-in?next=%2Fbookings%2F1%2Fpay%3Fx%3D1');
});

test('an address that is no id is a page that is not there', async () => {
  const api = apiOf(contextThat(() => ({ status: 400, body: { code: 'invalid-input', detail: 'No.', status: 400 } })));
  const thrown = await load(new Request('http://localhost/listings/x'), () => api.get('/listings/x')).catch(
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ init: { status: 404 } });
});

test('a refusal stays beside its form, with its status', async () => {
  const api = apiOf(contextThat(() => ({ status: 409, body: { code: 'slot-taken', detail: 'Taken.', status: 409 } })));
  const answer = await act(new Request('http://localhost/book/1'), () => api.post<object>('/bookings', {}));
  expect(answer).toMatchObject({ data: { problem: { code: 'slot-taken' } }, init: { status: 409 } });
});

test('an answer without any form of problem still gives a sentence and a trace', async () => {
  const api = apiOf(contextThat(() => ({ status: 502, body: null })));
  const error = await api.get('/x').catch((one: unknown) => one);
  expect(error).toBeInstanceOf(ApiProblem);
  expect((error as ApiProblem).problem).toMatchObject({ status: 502, code: 'unexpected', traceId: 'ef'.repeat(16) });
});

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'javascript:alert(1)',
  '/sign-in',
  null,
  '',
])('the way back %p is not followed', (next) => {
  expect(safeNext(next, '/bookings')).toBe('/bookings');
});

test('a way back on this site is followed', () => {
  expect(safeNext('/book/1?start=2026', '/bookings')).toBe('/book/1?start=2026');
});
