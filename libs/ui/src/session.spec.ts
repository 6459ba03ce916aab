import type { RouterContextProvider } from 'react-router';
import { sessionOf } from './session.ts';
import type { ApiAnswer } from './visit.ts';

/** A context in which the API answers this to everything. */
const contextThat = (answer: ApiAnswer) =>
  ({
    get: () => ({ ...{ call: async () => answer, traceId: 'ab'.repeat(16) } }),
  }) as unknown as RouterContextProvider;

it('nobody signed in is an answer', async () => {
  expect(await sessionOf(contextThat({ status: 401, body: { code: 'not-signed-in' } }))).toBeNull();
});

it.each([429, 503])(
  'that the API answers %i becomes a page with that status, not one about a mistake of ours',
  async (status) => {
    const detail = 'Too many requests. Please wait 12 seconds and try again.';
    const thrown = await sessionOf(contextThat({ status, body: { code: 'x', detail } })).catch(
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject({ data: { detail }, init: { status } });
  },
);
