/** Connected accounts: opened by the platform, told who they are by a person, judged by what is owed. */
import type Stripe from 'stripe';
import { eventually, receiver, refusal, startEmulated, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startEmulated();
});
afterAll(() => world.stop());
afterEach(() => expect(world.emulator.conservation()).toEqual({ holds: true, differences: [] }));

const express = () =>
  world.stripe.accounts.create({
    type: 'express',
    country: 'US',
    capabilities: { transfers: { requested: true } },
    metadata: { provider: 'p1' },
  });
const link = (account: string) =>
  world.stripe.accountLinks.create({
    account,
    type: 'account_onboarding',
    return_url: 'http://localhost:3000/back',
    refresh_url: 'http://localhost:3000/again',
  });
const submit = (url: string, fields: object) =>
  fetch(url, { method: 'POST', body: new URLSearchParams({ ...fields }), redirect: 'manual' });
const told = {
  first_name: 'Jenny',
  last_name: 'Rosen',
  routing_number: '110000000',
  account_number: '000123456789',
  agreement: 'yes',
};
/** Opens a link as a browser does, and answers the page it led to. */
async function visit(account: string): Promise<string> {
  const opened = await fetch((await link(account)).url, { redirect: 'manual' });
  expect(opened.status).toBe(303);
  return opened.headers.get('location') ?? '';
}
const heardOf = (account: string) => world.hooks.heard.filter((event) => event.account === account);
const updates = (account: string) =>
  heardOf(account)
    .filter(({ type }) => type === 'account.updated')
    .map(({ data }) => (data.object as Stripe.Account).capabilities?.transfers);

describe('an express account', () => {
  it('may do nothing and says what it owes, until its person has told it', async () => {
    const account = await express();
    expect(account).toMatchObject({
      type: 'express',
      details_submitted: false,
      payouts_enabled: false,
      capabilities: { transfers: 'inactive' },
      requirements: { disabled_reason: 'requirements.past_due' },
      metadata: { provider: 'p1' },
    });
    expect(account.requirements?.currently_due).toEqual(
      expect.arrayContaining(['external_account', 'individual.first_name', 'tos_acceptance.date']),
    );
    expect((await refusal(world.stripe.accounts.createLoginLink(account.id))).message).toContain('onboarding');
    const transfer = world.stripe.transfers.create({ amount: 100, currency: 'usd', destination: account.id });
    expect(await refusal(transfer)).toMatchObject({ code: 'insufficient_capabilities_for_transfer', statusCode: 400 });
  });

  it('is verified a moment after onboarding, and Connect endpoints hear each step', async () => {
    const { id } = await express();
    const page = await visit(id);
    const answer = await submit(page, told);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, 'http://localhost:3000/back']);
    expect(await world.stripe.accounts.retrieve(id)).toMatchObject({
      details_submitted: true,
      payouts_enabled: false,
      capabilities: { transfers: 'pending' },
      requirements: { currently_due: [], disabled_reason: 'requirements.pending_verification' },
    });
    world.move(3);
    await eventually(async () =>
      expect(await world.stripe.accounts.retrieve(id)).toMatchObject({
        payouts_enabled: true,
        capabilities: { transfers: 'active' },
        requirements: { currently_due: [], pending_verification: [], disabled_reason: null },
      }),
    );
    await eventually(() => expect(updates(id)).toEqual(expect.arrayContaining(['pending', 'active'])));
    expect(new Set(heardOf(id).map(({ type }) => type))).toEqual(
      new Set(['account.updated', 'account.external_account.created', 'capability.updated']),
    );
    const last = heardOf(id).find(({ data }) => (data.object as Stripe.Account).payouts_enabled);
    expect(last?.data.previous_attributes).toMatchObject({ payouts_enabled: false });
    expect((await submit(page, told)).headers.get('location')).toBe('http://localhost:3000/back');
    expect((await world.stripe.accounts.listExternalAccounts(id)).data).toMatchObject([
      { object: 'bank_account', last4: '6789', routing_number: '110000000', default_for_currency: true },
    ]);
  });

  it('has links that work once, for five minutes', async () => {
    const { id } = await express();
    const first = await link(id);
    expect(first.expires_at - first.created).toBe(300);
    const open = async (url: string) => (await fetch(url, { redirect: 'manual' })).headers.get('location');
    expect((await fetch(first.url, { method: 'HEAD' })).status).toBe(405);
    expect(await open(first.url)).toContain('/c/onboarding/');
    expect(await open(first.url)).toBe('http://localhost:3000/again');
    const second = await link(id);
    world.move(301);
    expect(await open(second.url)).toBe('http://localhost:3000/again');
    expect((await fetch(`${world.emulator.url}/c/setup/link_none`)).status).toBe(404);
  });

  it.each([
    [{ first_name: '' }, 'Enter your first name.'],
    [{ agreement: 'no' }, 'Tick the box to go on.'],
    [{ routing_number: '021000021' }, 'Use the test routing number'],
    [{ account_number: '4111222233' }, 'Use a test account number'],
    [{ account_number: '' }, 'Enter the account number.'],
    [{ last_name: '<script>', account_number: '' }, '&lt;script&gt;'],
  ])('is not onboarded with %j, and the page says why', async (change, message) => {
    const { id } = await express();
    const answer = await submit(await visit(id), { ...told, ...change });
    const page = await answer.text();
    expect([answer.status, page.includes('<script')]).toEqual([422, false]);
    expect(page).toContain(message);
    expect((await world.stripe.accounts.retrieve(id)).details_submitted).toBe(false);
  });

  it('cannot be told for its person through the API', async () => {
    const { id } = await express();
    const update = world.stripe.accounts.update(id, { individual: { first_name: 'A', last_name: 'B' } });
    expect(await refusal(update)).toMatchObject({ param: 'individual' });
    const named = await world.stripe.accounts.update(id, {
      email: 'a@example.com',
      metadata: { provider: '', x: '1' },
    });
    expect(named).toMatchObject({ email: 'a@example.com', metadata: { x: '1' } });
    await eventually(() => expect(updates(id)).toEqual(['inactive']));
  });

  it('is refused a link that leads nowhere or to no web page', async () => {
    const { id } = await express();
    const ask = (change: object) =>
      refusal(
        world.stripe.accountLinks.create({
          account: id,
          type: 'account_onboarding',
          return_url: 'http://localhost/a',
          refresh_url: 'http://localhost/b',
          ...change,
        }),
      );
    expect(await ask({ return_url: undefined })).toMatchObject({ code: 'parameter_missing', param: 'return_url' });
    expect(await ask({ refresh_url: 'javascript:alert(1)' })).toMatchObject({ param: 'refresh_url' });
    expect(await ask({ account: 'acct_none' })).toMatchObject({ code: 'resource_missing' });
  });
});

it('a custom account is told through the API, and needs no page', async () => {
  const account = await world.stripe.accounts.create({
    type: 'custom',
    country: 'US',
    business_type: 'individual',
    business_profile: { mcc: '8999', product_description: 'Second opinions' },
    capabilities: { transfers: { requested: true } },
    individual: { first_name: 'Jenny', last_name: 'Rosen', dob: { day: 1, month: 1, year: 1901 }, ssn_last_4: '0000' },
    tos_acceptance: { date: world.seconds(), ip: '127.0.0.1' },
    external_account: 'btok_us_verified',
  });
  expect(account).toMatchObject({ details_submitted: true, capabilities: { transfers: 'pending' } });
  expect(JSON.stringify(account)).not.toContain('Rosen');
  world.move(3);
  await eventually(async () =>
    expect(await world.stripe.accounts.retrieveCapability(account.id, 'transfers')).toMatchObject({ status: 'active' }),
  );
});

it('the configured endpoint hears the platform and connected accounts, one made by the API only what it asked for', async () => {
  const ours = await receiver(() => world.seconds() * 1000);
  const theirs = await receiver(() => world.seconds() * 1000);
  const make = (url: string, connect: boolean) =>
    world.stripe.webhookEndpoints.create({ url, enabled_events: ['*'], connect });
  const [one, two] = [await make(ours.url, false), await make(theirs.url, true)];
  const { id } = await express();
  await world.emulator.openAccount(id);
  await world.stripe.customers.create({});
  // Their secrets are not the receivers', so what arrives is counted by its refusals.
  await eventually(() => expect(theirs.refused.length).toBeGreaterThanOrEqual(3));
  await eventually(() => expect(ours.refused.length).toBeGreaterThanOrEqual(1));
  await world.stripe.webhookEndpoints.update(one.id, { disabled: true });
  await world.stripe.webhookEndpoints.del(two.id);
  expect((await world.stripe.webhookEndpoints.retrieve(one.id)).status).toBe('disabled');
  await world.stripe.webhookEndpoints.del(one.id);
  for (const one of [ours, theirs]) await one.stop();
});
