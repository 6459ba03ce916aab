/** Staff sign in at the company's identity provider, a real one: whom it is believed, and what is asked when it asked for one step alone. */
import {
  StaffBeginProvider,
  StaffFinishProvider,
  StaffFinishSignIn,
  StaffProvider,
  StaffWhoIs,
} from '@sounding/contracts';
import { CLIENT, Company } from './company.ts';
import { appCode, refusal, SigningWorld, tokenOf } from './signing.world.ts';

const BACK = 'http://localhost:3001/sign-in/provider';
let company: Company;
let here: SigningWorld;
beforeAll(async () => {
  company = await Company.open(BACK);
  here = await SigningWorld.start({
    ...{ OIDC_ISSUER: company.issuer, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret },
  });
});
afterAll(async () => {
  await here?.stop();
  await company?.close();
});

/** To the provider and back, as whoever it says. */
async function goThere(says: Partial<Company['says']>): Promise<{ half: string; query: string; url: URL }> {
  company.says = { email: 'nobody@example.com', verified: true, amr: ['pwd', 'mfa'], ...says };
  const { half, url } = await here.visitor.ask(StaffBeginProvider, {});
  return { half, query: await company.visit(url, BACK), url: new URL(url) };
}
const finish = (half: string, query: string) => refusal(here.visitor.ask(StaffFinishProvider, { half, query }));

test('who asked for two steps there is signed in, and the way there has PKCE, state and nonce', async () => {
  const { email, id } = await here.colleague();
  const { half, query, url } = await goThere({ email: email.toUpperCase() });
  expect(url.searchParams.get('code_challenge_method')).toBe('S256');
  for (const name of ['code_challenge', 'state', 'nonce']) expect(url.searchParams.get(name)).toMatch(/^[\w-]{20,}$/);
  const token = tokenOf(await here.visitor.ask(StaffFinishProvider, { half, query }));
  expect(await here.visitor.ask(StaffWhoIs, { token })).toMatchObject({ accountId: id, realm: 'staff' });
  expect(await finish(half, query)).toBe('sign-in-over');
});

test('where the provider does not say so, our own second step is asked, or enrolled', async () => {
  const sam = await here.enrolled();
  const { half, query } = await goThere({ email: sam.email, amr: ['pwd'] });
  const answer = await here.visitor.ask(StaffFinishProvider, { half, query });
  expect(answer).toMatchObject({ needs: 'second-factor' });
  const rest = 'half' in answer ? answer.half : '';
  const signedIn = await here.visitor.ask(StaffFinishSignIn, { half: rest, code: appCode(sam.secret, here.now()) });
  expect(await here.visitor.ask(StaffWhoIs, { token: signedIn.token })).toMatchObject({ alias: 'Sam' });
  const { email } = await here.colleague();
  const other = await goThere({ email, amr: [] });
  expect(await finish(other.half, other.query)).toMatchObject({ answered: { needs: 'enrolment' } });
});

test('nobody gets in whom we do not know, by an address that was not verified, or as a client', async () => {
  const [client, colleague] = [await here.member(), await here.colleague()];
  for (const says of [{}, { email: client.email }, { email: colleague.email, verified: false }]) {
    const { half, query } = await goThere(says);
    expect(await finish(half, query)).toBe('provider-refused');
  }
});

test('an answer is good in the browser that asked alone, unchanged, and once', async () => {
  const { email } = await here.colleague();
  const [mine, theirs] = [await goThere({ email }), await goThere({ email })];
  expect(await finish(mine.half, theirs.query)).toBe('provider-refused');
  // What was kept is spent by that.
  expect(await finish(mine.half, mine.query)).toBe('sign-in-over');
  expect(await finish('x'.repeat(43), theirs.query)).toBe('sign-in-over');
  expect(await finish(theirs.half, theirs.query.replace(/iss=[^&]*/, 'iss=https%3A%2F%2Fevil.example'))).toBe(
    'provider-refused',
  );
  const { half } = await here.visitor.ask(StaffBeginProvider, {});
  expect(await finish(half, 'error=access_denied')).toBe('provider-refused');
  const last = await here.visitor.ask(StaffBeginProvider, {});
  expect(await finish(last.half, 'x'.repeat(10_000))).toBe('invalid-input');
});

test('it is an option, and the console says whether there is one', async () => {
  expect(await here.visitor.ask(StaffProvider, {})).toEqual({ offered: true });
});
