/**
 * Whom the contract is held against: our emulator, or Stripe's own test mode when `npm run contract:stripe` says so. The contract uses only what
 * test mode has: test payment methods, tokens, time that passes by itself. What needs a person at a hosted page is left out there, and said.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { startStripeEmulator } from '../../src/index.ts';

export interface Party {
  readonly name: string;
  readonly stripe: Stripe;
  /** With a key that is none. */
  readonly stranger: Stripe;
  /** A person at the hosted pages; nobody is there in Stripe's test mode. */
  readonly person: Person | null;
  leave(): Promise<void>;
}

export interface Person {
  pay(session: string, card: string): Promise<void>;
  onboard(account: string): Promise<void>;
}

/** Decided before the tests are named, so that what is left out is shown as left out. */
export const AT_STRIPE = process.env.SOUNDING_CONTRACT === 'stripe';

export const needsPerson: jest.It = AT_STRIPE ? it.skip : it;

const tell = (line: string): void => void process.stdout.write(`contract: ${line}\n`);

export function meet(): Promise<Party> {
  return AT_STRIPE ? Promise.resolve(stripeItself()) : ourEmulator();
}

/** `STRIPE_CONTRACT_URL` puts another server in Stripe's place, to try this very path without a network. */
function stripeItself(): Party {
  const url = process.env.STRIPE_CONTRACT_URL ? new URL(process.env.STRIPE_CONTRACT_URL) : null;
  const where = url
    ? ({ host: url.hostname, port: url.port, protocol: url.protocol === 'http:' ? 'http' : 'https' } as const)
    : {};
  const name = url?.origin ?? "Stripe's test mode (api.stripe.com)";
  tell(`held against ${name}; what needs a person at a hosted page is skipped`);
  return {
    name,
    stripe: new Stripe(process.env.STRIPE_SECRET_KEY ?? '', { ...where, maxNetworkRetries: 2 }),
    stranger: new Stripe('sk_test_none', { ...where, maxNetworkRetries: 0 }),
    person: null,
    leave: async () => undefined,
  };
}

async function ourEmulator(): Promise<Party> {
  const dataDir = mkdtempSync(join(tmpdir(), 'stripe-contract-'));
  const emulator = await startStripeEmulator({
    port: 0,
    dataDir,
    secretKey: 'sk_test_contract',
    webhookSecret: 'whsec_contract',
  });
  const where = { host: '127.0.0.1', port: emulator.port, protocol: 'http', maxNetworkRetries: 0 } as const;
  tell('held against the emulator');
  return {
    name: 'the emulator',
    stripe: new Stripe('sk_test_contract', where),
    stranger: new Stripe('sk_test_none', where),
    person: {
      pay: async (session, card) => {
        await emulator.pay(session, card);
      },
      onboard: async (account) => {
        await emulator.openAccount(account);
      },
    },
    leave: async () => {
      await emulator.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Asks again until it holds: what happens by itself takes a moment here and up to a minute there. */
export async function soon<T>(look: () => Promise<T>): Promise<T> {
  const until = Date.now() + (AT_STRIPE ? 90_000 : 20_000);
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, AT_STRIPE ? 1_000 : 100));
    }
  }
}

export const skipped = (what: string): void => tell(`skipped: ${what}`);

/** A PaymentIntent that no redirect can surprise. */
export const intentOf = (
  { stripe }: Party,
  params: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create({
    amount: 2500,
    currency: 'usd',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    ...params,
  });

/** A charge paid by a test card, by its token. */
export async function paidBy(party: Party, token: string, amount = 2500): Promise<Stripe.Charge> {
  const intent = await intentOf(party, {
    amount,
    payment_method: `pm_card_${token}`,
    confirm: true,
    expand: ['latest_charge'],
  });
  return intent.latest_charge as Stripe.Charge;
}
