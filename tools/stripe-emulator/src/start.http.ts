/** Opens the doors: API, hosted pages, control. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';
import { sessionEndpoints } from './checkout/session.api.ts';
import type { Clock } from './clock.file.ts';
import { accountEndpoints } from './connect/account.api.ts';
import { transferEndpoints } from './connect/transfer.api.ts';
import { handleControl } from './control/control.http.ts';
import type { Control } from './control/control.ts';
import { type Complaint, decide, dispute, payoutFails, refundFails, type Verdict } from './control/levers.store.ts';
import { customerEndpoints } from './customers/customer.api.ts';
import { disputeEndpoints } from './disputes/dispute.api.ts';
import { Emulator, type PayResult, type Person } from './emulator.ts';
import { webhookEndpoints } from './events/endpoint.api.ts';
import { eventEndpoints } from './events/event.api.ts';
import { balanceEndpoints } from './money/balance.api.ts';
import { Pages } from './page/page.http.ts';
import { chargeEndpoints } from './payments/charge.api.ts';
import { intentEndpoints } from './payments/intent.api.ts';
import { methodEndpoints } from './payments/method.api.ts';
import { payoutEndpoints } from './payouts/payout.api.ts';
import { refundEndpoints } from './refunds/refund.api.ts';
import { Api } from './wire/api.http.ts';
import type { Endpoint } from './wire/route.ts';

export interface StripeEmulatorOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where the books are kept. */
  readonly dataDir: string;
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Events of connected accounts are signed with it; the same secret by default. */
  readonly connectWebhookSecret?: string;
  readonly webhookUrl?: string | null;
  /** Which events the configured endpoint hears; all by default. */
  readonly webhookEvents?: readonly string[];
  /** Business milliseconds; real time by default. */
  readonly clock?: Clock;
  /** The address to listen on, this machine only by default. */
  readonly host?: string;
  /** Origin of the hosted pages as browsers see it; `http://localhost:<port>` by default. */
  readonly origin?: string;
  /** Shown on the hosted page. */
  readonly merchant?: string;
}

export interface StripeEmulator {
  /** `http://localhost:<port>` */
  readonly url: string;
  readonly port: number;
  readonly faults: Control;
  setWebhookUrl(url: string | null): Promise<void>;
  pay(sessionId: string, card?: string, person?: Person): Promise<PayResult>;
  /** A connected account onboarded and verified at once; the bank account decides how its payouts end. */
  openAccount: Emulator['openedAccount'];
  charges: Emulator['charges'];
  conservation: Emulator['conservation'];
  deliveries: Emulator['deliveries'];
  failRefund(refund: string): Promise<Stripe.Refund>;
  failPayout(payout: string): Promise<Stripe.Payout>;
  /** A cardholder complains about a charge. */
  dispute(complaint: Complaint): Promise<Stripe.Dispute>;
  decide(dispute: string, verdict: Verdict): Promise<Stripe.Dispute>;
  releaseWebhooks(): void;
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const endpointsOf = (faults: Control): Endpoint[] => [
  ...sessionEndpoints,
  ...intentEndpoints,
  ...chargeEndpoints,
  ...refundEndpoints(faults),
  ...balanceEndpoints,
  ...eventEndpoints,
  ...customerEndpoints,
  ...methodEndpoints,
  ...webhookEndpoints,
  ...accountEndpoints,
  ...transferEndpoints,
  ...payoutEndpoints,
  ...disputeEndpoints,
];

export async function startStripeEmulator(options: StripeEmulatorOptions): Promise<StripeEmulator> {
  let origin = options.origin ?? '';
  const clock = options.clock ?? Date.now;
  const emulator = new Emulator({
    dataDir: options.dataDir,
    clock,
    webhookSecret: options.webhookSecret,
    connectWebhookSecret: options.connectWebhookSecret ?? options.webhookSecret,
    webhookEvents: options.webhookEvents ?? ['*'],
    origin: () => origin,
  });
  const { store, faults } = emulator;
  const endpoints = endpointsOf(faults);
  const api = new Api({ store, clock, control: faults, endpoints, secretKey: options.secretKey, origin: () => origin });
  const pages = new Pages(emulator, { name: options.merchant ?? 'Sounding' });
  const server = http.createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    const path = request.url ?? '/';
    const work = path.startsWith('/_emulator')
      ? handleControl(emulator, request, response)
      : path.startsWith('/v1/')
        ? api.handle(request, response)
        : pages.handle(request, response);
    work.catch((error: unknown) => {
      process.stderr.write(`stripe-emulator: ${error instanceof Error ? error.stack : String(error)}\n`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      emulator.stop();
      reject(error);
    });
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  origin ||= `http://localhost:${port}`;
  await emulator.setWebhookUrl(options.webhookUrl ?? null);
  return {
    url: `http://localhost:${port}`,
    port,
    faults,
    setWebhookUrl: (url) => emulator.setWebhookUrl(url),
    pay: (session, card, person) => emulator.pay(session, card, person),
    openAccount: (account, bankNumber) => emulator.openedAccount(account, bankNumber),
    charges: (key) => emulator.charges(key),
    conservation: () => emulator.conservation(),
    deliveries: () => emulator.deliveries(),
    failRefund: (id) => emulator.act((call) => refundFails(call, id)),
    failPayout: (id) => emulator.act((call) => payoutFails(call, id)),
    dispute: (complaint) => emulator.act((call) => dispute(call, complaint)),
    decide: (id, verdict) => emulator.act((call) => decide(call, id, verdict)),
    releaseWebhooks: () => emulator.releaseWebhooks(),
    reset: () => emulator.reset(),
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      emulator.stop();
    },
  };
}
