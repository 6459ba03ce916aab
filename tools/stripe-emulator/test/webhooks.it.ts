import { eventually, hire, receiver, startEmulated, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startEmulated();
});
afterEach(() => world.stop());

async function pay(booking = 'b1'): Promise<void> {
  const { id } = await world.stripe.checkout.sessions.create(hire(booking));
  await world.emulator.pay(id);
}
const types = () => world.hooks.heard.map(({ type }) => type);
const ids = () => world.hooks.heard.map(({ id }) => id);
const PAID = ['charge.succeeded', 'checkout.session.completed', 'payment_intent.created', 'payment_intent.succeeded'];

describe('a webhook', () => {
  it('is there a moment after the payment', async () => {
    const { id } = await world.stripe.checkout.sessions.create(hire());
    await world.emulator.pay(id);
    const paidAt = Date.now();
    await eventually(() => expect(types()).toContain('checkout.session.completed'));
    expect(Date.now() - paidAt).toBeLessThan(1_000);
    await eventually(() => expect(world.emulator.deliveries()).toEqual({ open: 0, done: 4 }));
    expect(world.hooks.refused).toEqual([]);
  });

  it('comes again until it is answered with a 2xx', async () => {
    world.hooks.answer = (nth) => (nth <= 6 ? ([500, 404, 302][nth % 3] ?? 500) : 200);
    await pay();
    await eventually(() => expect(types().sort()).toEqual(PAID));
    expect(new Set(ids()).size).toBe(4);
  });

  it('waits through a receiver that is away, and through a restart', async () => {
    const { url } = world.hooks;
    await world.hooks.stop();
    await pay();
    expect(world.emulator.deliveries().open).toBe(4);
    await world.restart();
    expect(world.emulator.deliveries().open).toBe(4);
    const later = await receiver(() => world.seconds() * 1000);
    expect(later.url).not.toBe(url);
    await world.emulator.setWebhookUrl(later.url);
    await eventually(() => expect(later.heard.map(({ type }) => type).sort()).toEqual(PAID));
    await later.stop();
  });

  it('is dated in business time', async () => {
    world.move(8 * 86_400);
    await pay();
    await eventually(() => expect(types().sort()).toEqual(PAID));
    expect(world.hooks.refused).toEqual([]);
    const created = world.hooks.heard[0]?.created ?? 0;
    expect(Math.abs(created - world.seconds())).toBeLessThan(5);
  });

  it('counts as pending until it arrived', async () => {
    world.hooks.answer = () => 500;
    await pay();
    const [event] = (await world.stripe.events.list({ type: 'charge.succeeded' })).data;
    expect(event?.pending_webhooks).toBe(1);
    world.hooks.answer = () => 200;
    await eventually(async () =>
      expect((await world.stripe.events.retrieve(event?.id ?? '')).pending_webhooks).toBe(0),
    );
  });

  it('goes to endpoints made by the API too, with their own secret and only the events they want', async () => {
    const other = await receiver(() => world.seconds() * 1000);
    const made = await world.stripe.webhookEndpoints.create({ url: other.url, enabled_events: ['charge.succeeded'] });
    expect(made.secret).toMatch(/^whsec_/);
    await pay();
    await eventually(() => expect(other.refused).toHaveLength(1)); // signed with `made.secret`, not with the receiver's
    await world.stripe.webhookEndpoints.del(made.id);
    expect((await world.stripe.webhookEndpoints.list()).data.map(({ id }) => id).sort()).toEqual([
      'we_configured',
      'we_configured_connect',
    ]);
    await other.stop();
  });
});

describe('a webhook fault', () => {
  it('sends copies of the same event', async () => {
    world.emulator.faults.webhooks.duplicates = 2;
    await pay();
    await eventually(() => expect(ids()).toHaveLength(12));
    expect(world.emulator.faults.counts).toMatchObject({ sent: 12, duplicated: 8, dropped: 0 });
    expect(new Set(ids()).size).toBe(4);
  });

  it('loses the first tries, and the retry brings them', async () => {
    world.emulator.faults.webhooks.drop = 3;
    await pay();
    await eventually(() => expect(types().sort()).toEqual(PAID));
    expect(world.emulator.faults.counts).toMatchObject({ sent: 4, dropped: 3 });
  });

  it('turns the order round', async () => {
    world.emulator.faults.webhooks.reorder = 4;
    await pay();
    await eventually(() => expect(types()[0]).toBe('checkout.session.completed'));
    await eventually(() => expect(types()).toHaveLength(4));
  });

  it('holds deliveries back', async () => {
    world.emulator.faults.webhooks.delayMs = 300;
    await pay();
    expect(types()).toEqual([]);
    await eventually(() => expect(types().sort()).toEqual(PAID));
  });

  it('signs with a wrong secret or dates it back, and the receiver refuses', async () => {
    Object.assign(world.emulator.faults.webhooks, { wrongSecret: 1, stale: 1 });
    await pay();
    await eventually(() => expect(types().sort()).toEqual(PAID));
    expect(world.hooks.refused.length).toBeGreaterThanOrEqual(1);
  });
});
