/** Providers' money from onboarding to their bank, with what goes wrong on the way. */
import { createHmac, randomUUID } from 'node:crypto';
import { AttentionWanted, BillingMail, FundsReleased, MyPayouts, StartOnboarding } from '@sounding/contracts';
import { dollars, type Hire, refusalOf, Till, WEBHOOK_SECRET } from './till.ts';

const MANY = process.env.SOUNDING_PROVE ? 200 : 8;

let till: Till;
beforeAll(async () => {
  till = await Till.start();
});
afterAll(() => till.stop());
afterEach(async () => {
  till.stripe.faults.clear();
  await till.expectBooksToAgree();
});

const PAGES = { returnUrl: 'http://localhost:3000/back', refreshUrl: 'http://localhost:3000/again' };
const onboard = (provider: string) => till.world.as(provider).ask(StartOnboarding, PAGES);
const mine = (provider: string) => till.world.as(provider).ask(MyPayouts, {});
const sql = <T extends object>(text: string, values: unknown[] = []) => till.world.sql<T>('billing', text, values);
const clearing = async () => (await till.balances()).transfer_clr ?? 0;

async function accountOf(provider: string): Promise<string> {
  const [row] = await sql<{ id: string }>(
    'SELECT stripe_account_id AS id FROM provider_account WHERE provider_id = $1',
    [provider],
  );
  return row?.id ?? '';
}

/** A provider whose account takes transfers. */
async function ready(bank?: string): Promise<string> {
  const provider = randomUUID();
  await onboard(provider);
  await till.stripe.openAccount(await accountOf(provider), bank);
  await till.world.eventually(async () => expect((await mine(provider)).account).toBe('ready'));
  return provider;
}

/** A session of 60 dollars, held and released: 57 dollars are payable. */
async function earned(providerId: string, price = 6000): Promise<Hire> {
  const hire = await till.hire(price, { providerId });
  const { bookingId } = hire;
  const commission = Math.round(price * 0.05);
  await till.release(hire, price - commission, commission);
  await till.world.eventually(() =>
    expect(till.world.heard('billing', FundsReleased).filter((event) => event.bookingId === bookingId)).toHaveLength(1),
  );
  return hire;
}

/** The next Monday comes. */
async function transferDay(): Promise<void> {
  const { nextAt } = await mine(randomUUID());
  await till.world.clock.move({
    seconds: Math.ceil((Date.parse(nextAt) - till.world.clock.now().getTime()) / 1000) + 5,
  });
}

const sent = (provider: string, ...minor: number[]) =>
  till.world.eventually(async () => {
    const { transfers } = await mine(provider);
    const arrived = transfers.filter(({ state }) => state === 'arrived').map(({ amount }) => amount.minor);
    expect(arrived.sort((a, b) => a - b)).toEqual(minor);
  }, 20_000);

/** The account's schedule pays it out, and the bank has days for it. */
async function paidOut(provider: string, state: string): Promise<void> {
  await till.world.clock.move({ days: 9 });
  await till.world.eventually(async () => expect((await mine(provider)).payouts).toHaveLength(1));
  await till.world.clock.move({ days: 3 });
  await till.world.eventually(async () => expect((await mine(provider)).payouts).toMatchObject([{ state }]));
}

/** As Stripe signs it. */
function signed(event: object): [Buffer, string] {
  const body = Buffer.from(JSON.stringify({ object: 'event', livemode: false, ...event }));
  const t = Math.floor(till.world.clock.now().getTime() / 1000);
  const v1 = createHmac('sha256', WEBHOOK_SECRET).update(`${t}.`).update(body).digest('hex');
  return [body, `t=${t},v1=${v1}`];
}

describe('onboarding', () => {
  it('makes one account, though the provider begins three times at once and Stripe breaks once', async () => {
    const provider = randomUUID();
    expect(await mine(provider)).toMatchObject({ account: 'none', payable: dollars(0), next: dollars(0), bank: null });
    till.stripe.faults.calls.push({ fault: { kind: '500-after' }, method: 'POST', path: '/v1/accounts', times: 1 });
    const urls = await Promise.all(
      [0, 1, 2].map(() =>
        onboard(provider).then(
          (page) => page.url,
          () => null,
        ),
      ),
    );
    urls.push((await onboard(provider)).url);
    expect(new Set(urls.filter((url) => url !== null)).size).toBe(urls.filter((url) => url !== null).length);
    const made = (await till.atStripe<{ data: { metadata: Record<string, string> }[] }>('/v1/accounts?limit=100')).data;
    expect(made.filter(({ metadata }) => metadata.provider_id === provider)).toHaveLength(1);
    expect(await mine(provider)).toMatchObject({ account: 'incomplete' });
  });

  it('moves on as Stripe tells, by events of the account or, when they are lost, by looking', async () => {
    const provider = await ready();
    expect(await mine(provider)).toMatchObject({ account: 'ready', bank: '6789', bankRefused: false });
    const other = randomUUID();
    await onboard(other);
    await till.missWebhooks();
    await till.stripe.openAccount(await accountOf(other));
    await till.world.clock.move({ minutes: 6 });
    await till.world.eventually(async () => expect((await mine(other)).account).toBe('ready'));
    await till.hearWebhooks();
  });

  it('listens to accounts of ours and to nobody else', async () => {
    const stranger = { id: `evt_${randomUUID()}`, type: 'account.updated', created: 1, account: 'acct_stranger' };
    expect(await till.deliver(...signed({ ...stranger, data: { object: { id: 'acct_stranger' } } }))).toBe(
      'wrong-account',
    );
    const account = await accountOf(await ready());
    const ours = { id: `evt_${randomUUID()}`, type: 'account.updated', created: 1, account };
    const live = { ...ours, livemode: true, data: { object: { id: account } } };
    expect(await till.deliver(...signed(live))).toBe('wrong-account');
    expect(await till.deliver(...signed({ ...ours, data: { object: { id: account } } }))).toBe('ok');
    expect(await till.deliver(signed(ours)[0], 't=1,v1=00')).toBe('bad-signature');
  });

  it('says so when Stripe cannot be reached, and goes on later', async () => {
    const provider = randomUUID();
    till.stripe.faults.calls.push({ fault: { kind: '429' }, method: 'POST', path: '/v1/account', times: 9 });
    expect(await refusalOf(onboard(provider))).toBe('payouts-unavailable');
    till.stripe.faults.clear();
    expect(await refusalOf(onboard(provider))).toBe('accepted');
  });
});

describe('a transfer day', () => {
  it('sends what is payable, tied to its charges, and tells the sum once', async () => {
    const provider = await ready();
    await earned(provider);
    await earned(provider, 9999);
    expect(await mine(provider)).toMatchObject({ payable: dollars(15_199), next: dollars(15_199), transfers: [] });
    await transferDay();
    await sent(provider, 5700, 9499);
    expect(await mine(provider)).toMatchObject({ payable: dollars(0), next: dollars(0) });
    expect(await clearing()).toBe(0);
    await till.world.eventually(() => {
      const mails = till.world.heard('billing', BillingMail).filter(({ template }) => template === 'transfer-made');
      const own = mails.filter(({ accountId }) => accountId === provider);
      expect(own.map(({ data }) => data)).toEqual([{ amount: dollars(15_199) }]);
    });
    const { data } = await till.atStripe<{ data: { source_transaction: string; amount: number }[] }>(
      `/v1/transfers?destination=${await accountOf(provider)}`,
    );
    expect(data.map(({ amount }) => amount).sort()).toEqual([5700, 9499]);
    expect(new Set(data.map((transfer) => transfer.source_transaction)).size).toBe(2);
  });

  it('waits for the account, for the least amount and for the bank’s decision on a dispute', async () => {
    const without = randomUUID();
    const poor = await ready();
    const disputed = await ready();
    await earned(without);
    await earned(poor, 500);
    const { bookingId } = await earned(disputed);
    await sql(
      `INSERT INTO dispute (id, stripe_dispute_id, payment_id, booking_id, what, currency, amount_minor, state, opened_at)
       SELECT gen_random_uuid(), 'dp_1', id, booking_id, 'session', 'USD', amount_minor, 'inquiry', now()
         FROM payment WHERE booking_id = $1`,
      [bookingId],
    );
    const marker = await ready();
    await earned(marker);
    for (const provider of [without, poor, disputed]) expect((await mine(provider)).next).toEqual(dollars(0));
    await transferDay();
    await sent(marker, 5700);
    expect((await mine(without)).payable).toEqual(dollars(5700));
    expect((await mine(poor)).payable).toEqual(dollars(475));
    expect((await mine(disputed)).transfers).toEqual([]);
    await sql(`UPDATE dispute SET state = 'withdrawn', closed_at = now() WHERE booking_id = $1`, [bookingId]);
    await earned(poor, 500);
    await transferDay();
    await sent(disputed, 5700);
    await sent(poor, 475, 475);
    expect((await mine(without)).transfers).toEqual([]);
  });

  it.each(['500-after', '500-before', 'reset-after', 'reset-before', '429', '409'] as const)(
    'sends once, though Stripe answers with %s',
    async (kind) => {
      const provider = await ready();
      await earned(provider);
      till.stripe.faults.calls.push({
        fault: { kind },
        method: 'POST',
        path: '/v1/transfers',
        times: kind.endsWith('after') ? 1 : 3,
      });
      await transferDay();
      await till.world.eventually(async () => {
        await till.world.clock.move({ seconds: 31 });
        expect((await mine(provider)).transfers).toMatchObject([{ state: 'arrived', amount: dollars(5700) }]);
      }, 20_000);
      const { data } = await till.atStripe<{ data: object[] }>(
        `/v1/transfers?destination=${await accountOf(provider)}`,
      );
      expect(data).toHaveLength(1);
    },
  );

  it('that Stripe refuses makes it payable again, and people hear of it until it is sent after all', async () => {
    const provider = await ready();
    await earned(provider);
    const account = await accountOf(provider);
    await sql(`UPDATE provider_account SET stripe_account_id = 'acct_gone' WHERE provider_id = $1`, [provider]);
    await transferDay();
    await till.world.eventually(async () =>
      expect(await mine(provider)).toMatchObject({ payable: dollars(5700), transfers: [{ state: 'failed' }] }),
    );
    await sql('UPDATE provider_account SET stripe_account_id = $2 WHERE provider_id = $1', [provider, account]);
    await transferDay();
    await sent(provider, 5700);
    await till.world.eventually(() => {
      const heard = till.world.heard('billing', AttentionWanted).filter(({ what }) => what === 'transfer-failed');
      expect(heard.map(({ over }) => over)).toEqual([false, true]);
      expect(new Set(heard.map(({ key }) => key)).size).toBe(1);
    });
  });

  it('of which nobody knows for 23 hours is payable again, and never asked for with the old key', async () => {
    const provider = await ready();
    await earned(provider);
    till.stripe.faults.calls.push({ fault: { kind: '429' }, method: 'POST', path: '/v1/transfers', times: 500 });
    await transferDay();
    await till.world.eventually(async () =>
      expect((await mine(provider)).transfers).toMatchObject([{ state: 'under-way' }]),
    );
    await till.world.clock.move({ hours: 26 });
    await till.world.eventually(async () =>
      expect(await mine(provider)).toMatchObject({ payable: dollars(5700), transfers: [{ state: 'failed' }] }),
    );
  });
});

describe(`a transfer day of ${MANY} providers`, () => {
  it('sends each once although two copies of billing share it, and each provider is told once', async () => {
    await till.open();
    const providers: string[] = [];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let n = 0; n < MANY / 4; n += 1) {
          const provider = await ready();
          await earned(provider);
          providers.push(provider);
        }
      }),
    );
    await transferDay();
    await till.world.eventually(async () => {
      const rows = await sql<{ state: string; n: number }>(
        'SELECT state, count(*)::int AS n FROM transfer WHERE provider_id = ANY ($1) GROUP BY state',
        [providers],
      );
      expect(rows).toEqual([{ state: 'made', n: MANY }]);
    }, 60_000);
    expect(await clearing()).toBe(0);
    await till.world.eventually(() => {
      const mails = till.world.heard('billing', BillingMail).filter(({ template }) => template === 'transfer-made');
      const told = mails.map(({ accountId }) => accountId).filter((account) => providers.includes(account));
      expect(told.sort()).toEqual([...providers].sort());
    }, 20_000);
  }, 1_800_000);
});

describe('what a provider owes', () => {
  it('is taken back from the transfer while the account holds enough', async () => {
    const provider = await ready();
    const hire = await earned(provider);
    await transferDay();
    await sent(provider, 5700);
    await till.giveBack(hire, 2000, 'provider');
    await till.world.eventually(async () => {
      const { owed, transfers } = await mine(provider);
      expect(owed).toEqual(dollars(0));
      expect(transfers.map(({ state, amount }) => [state, amount.minor])).toEqual([
        ['arrived', 3800],
        ['returned', 1900],
      ]);
    });
  });

  it('is kept back from the next release when the account holds too little, and written off after 90 days', async () => {
    const provider = await ready();
    const hire = await earned(provider);
    await transferDay();
    await sent(provider, 5700);
    await paidOut(provider, 'arrived');
    await till.giveBack(hire, 6000, 'provider');
    await till.world.eventually(async () => {
      const [row] = await sql<{ state: string }>(
        'SELECT r.state FROM transfer_return r JOIN debt d ON d.id = r.debt_id WHERE d.provider_id = $1',
        [provider],
      );
      expect(row?.state).toBe('refused');
    });
    expect((await mine(provider)).owed).toEqual(dollars(5700));
    await earned(provider, 3000);
    expect(await mine(provider)).toMatchObject({ owed: dollars(2850), payable: dollars(0) });
    await till.world.clock.move({ days: 91 });
    await till.world.eventually(async () => expect((await mine(provider)).owed).toEqual(dollars(0)));
    await till.world.eventually(() =>
      expect(
        till.world.heard('billing', AttentionWanted).filter(({ what }) => what === 'debt-written-off'),
      ).toMatchObject([{ facts: { provider, amount: 2850 } }]),
    );
  });
});

describe('a payout', () => {
  it('that the bank sends back is told to its provider, who then corrects the bank account', async () => {
    const provider = await ready('000111111113');
    await earned(provider);
    await transferDay();
    await sent(provider, 5700);
    await paidOut(provider, 'failed');
    expect(await mine(provider)).toMatchObject({ bankRefused: true, payouts: [{ amount: dollars(5700) }] });
    await till.world.eventually(() => {
      const mails = till.world.heard('billing', BillingMail).filter(({ template }) => template === 'payout-failed');
      expect(mails.map(({ accountId, data }) => [accountId, data])).toEqual([[provider, { amount: dollars(5700) }]]);
    });
    await till.stripe.openAccount(await accountOf(provider));
    await till.world.eventually(async () => expect((await mine(provider)).bankRefused).toBe(false));
  });

  it('of our own is booked: asked, arrived, and back again when our bank refuses it', async () => {
    await till.hire(20_000);
    await till.world.clock.move({ days: 9 });
    const payout = await till.atStripe<{ id: string }>('/v1/payouts', { amount: '1500', currency: 'usd' });
    await till.world.eventually(async () => expect((await till.balances()).payout_clr).toBe(1500));
    await till.world.clock.move({ days: 3 });
    await till.world.eventually(async () => expect((await till.balances()).bank).toBe(1500));
    await till.stripe.failPayout(payout.id);
    await till.world.eventually(async () => expect(await till.balances()).toMatchObject({ bank: 0, payout_clr: 0 }));
    await till.world.eventually(() =>
      expect(till.world.heard('billing', AttentionWanted).filter(({ what }) => what === 'payout-failed')).toHaveLength(
        1,
      ),
    );
  });

  it('kept in another currency than we sell in stops whoever reads it, and no table says which one that is', async () => {
    const provider = await ready();
    const keep = (id: string, currency: string) =>
      sql(`INSERT INTO payout VALUES ($1, $2, $3, 700, 'arrived', now(), now())`, [id, provider, currency]);
    await expect(keep('po_small', 'eur')).rejects.toThrow('payout_currency_check');
    await keep('po_dollars', 'USD');
    expect((await mine(provider)).payouts).toMatchObject([{ amount: dollars(700) }]);
    await keep('po_euros', 'EUR');
    await expect(mine(provider)).rejects.toThrow();
    await sql(`DELETE FROM payout WHERE provider_id = $1`, [provider]);
    const named = await sql(`SELECT conname FROM pg_constraint WHERE pg_get_constraintdef(oid) LIKE '%USD%'`);
    expect(named).toEqual([]);
  });
});
