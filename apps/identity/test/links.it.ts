/** Signing in by a mailed link: once, for a quarter of an hour, in the browser that asked. And the same work for every address. */
import { OpenLink, SendLink, WhoIs } from '@sounding/contracts';
import { refusal, SigningWorld, tokenOf } from './signing.world.ts';

let here: SigningWorld;
beforeAll(async () => {
  here = await SigningWorld.start();
});
afterAll(() => here?.stop());

async function linkFor(email: string): Promise<{ half: string; link: string }> {
  const { half } = await here.visitor.ask(SendLink, { email });
  const mail = await here.mailTo(email, 'Your link to sign in');
  return { half, link: /\/sign-in\/link#([\w-]{43})/.exec(mail)?.[1] ?? 'no link' };
}
const open = (half: string, link: string) => refusal(here.visitor.ask(OpenLink, { half, link }));

test('a link signs in once, also when it is opened several times at the same instant', async () => {
  const me = await here.member();
  const { half, link } = await linkFor(me.email);
  const answers = await Promise.all([1, 2, 3].map(() => open(half, link)));
  const signedIn = answers.filter((answer) => typeof answer === 'object');
  expect(signedIn).toHaveLength(1);
  const token = tokenOf((signedIn[0] as { answered: object }).answered);
  expect(await here.visitor.ask(WhoIs, { token })).toMatchObject({ accountId: me.session.accountId });
  expect(await open(half, link)).toBe('sign-in-over');
});

test('a link opens nothing in a browser that did not ask for it', async () => {
  const [me, thief] = [await here.member(), await here.member()];
  const mine = await linkFor(me.email);
  const theirs = await linkFor(thief.email);
  expect(await open(theirs.half, mine.link)).toBe('wrong-link');
  expect(await open('x'.repeat(43), mine.link)).toBe('sign-in-over');
  expect(await open(mine.link, mine.link)).toBe('sign-in-over');
  expect(await open(mine.half, mine.link)).toHaveProperty('answered');
});

test('a link is good for a quarter of an hour, and for five tries', async () => {
  const me = await here.member();
  const late = await linkFor(me.email);
  await here.world.clock.move({ minutes: 16 });
  expect(await open(late.half, late.link)).toBe('sign-in-over');
  const other = await here.member();
  const guessed = await linkFor(other.email);
  for (let n = 0; n < 5; n += 1) expect(await open(guessed.half, 'x'.repeat(43))).toBe('wrong-link');
  expect(await open(guessed.half, guessed.link)).toBe('sign-in-over');
});

test('a link does not go around the second step', async () => {
  const me = await here.withApp();
  const { half, link } = await linkFor(me.email);
  expect(await open(half, link)).toMatchObject({ answered: { needs: 'second-factor' } });
});

test('no table holds a link, and neither a known nor an unknown address can be told from the answer or the rows', async () => {
  const me = await here.member();
  const counts = async () => {
    const [row] = await here.sql(
      `select (select count(*)::int from half_session) as halves, (select count(*)::int from outbound_mail) as mails,
        (select count(*)::int from tally) as tallies`,
    );
    return row as Record<string, number>;
  };
  const added = async (email: string) => {
    const before = await counts();
    const answer = await here.visitor.ask(SendLink, { email });
    const after = await counts();
    expect(Object.keys(answer).sort()).toEqual(['expiresAt', 'half']);
    return Object.entries(after).map(([table, count]) => [table, count - (before[table] ?? 0)]);
  };
  const nobody = here.newAddress();
  // The tallies of a person who has just signed up are there already.
  const fresh = async (email: string) => (await added(email)).filter(([table]) => table !== 'tallies');
  expect(await fresh(me.email)).toEqual(await fresh(nobody));
  const { half, link } = await linkFor(me.email);
  const rows = await here.sql(
    'select t::text as row from half_session t union all select t::text from outbound_mail t',
  );
  const text = JSON.stringify(rows);
  for (const secret of [link, half, Buffer.from(link, 'base64url').toString('hex')]) expect(text).not.toContain(secret);
  expect(here.mailbox.to(nobody)).toEqual([]);
});

test('an address gets five mails an hour, links and codes together, known or not', async () => {
  const email = here.newAddress();
  for (let n = 0; n < 5; n += 1) await here.visitor.ask(SendLink, { email });
  expect(await refusal(here.visitor.ask(SendLink, { email }))).toBe('too-many-requests');
});
