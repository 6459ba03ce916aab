/** The process: settings from the environment, a wrong one is named and ends it; stops on SIGTERM and SIGINT. */
import { z } from 'zod';
import { clockFromFile } from './clock.file.ts';
import { startStripeEmulator } from './start.http.ts';

const Settings = z.object({
  STRIPE_EMULATOR_PORT: z.coerce.number().int().min(0).max(65_535),
  STRIPE_EMULATOR_DATA: z.string().min(1),
  STRIPE_EMULATOR_HOST: z.string().min(1).default('127.0.0.1'),
  STRIPE_EMULATOR_ORIGIN: z.url().optional(),
  STRIPE_SECRET_KEY: z.string().regex(/^sk_test_/, 'must begin with sk_test_: this is not Stripe'),
  STRIPE_WEBHOOK_SECRET: z.string().min(1),
  STRIPE_CONNECT_WEBHOOK_SECRET: z.string().min(1).optional(),
  STRIPE_WEBHOOK_URL: z.url().optional(),
  STRIPE_WEBHOOK_EVENTS: z.string().default('*'),
  SOUNDING_CLOCK_FILE: z.string().optional(),
});

const read = Settings.safeParse(process.env);
if (!read.success) {
  process.stderr.write(`stripe-emulator: wrong settings\n${z.prettifyError(read.error)}\n`);
  process.exit(2);
}
const env = read.data;
const emulator = await startStripeEmulator({
  port: env.STRIPE_EMULATOR_PORT,
  host: env.STRIPE_EMULATOR_HOST,
  ...(env.STRIPE_EMULATOR_ORIGIN ? { origin: env.STRIPE_EMULATOR_ORIGIN } : {}),
  dataDir: env.STRIPE_EMULATOR_DATA,
  secretKey: env.STRIPE_SECRET_KEY,
  webhookSecret: env.STRIPE_WEBHOOK_SECRET,
  ...(env.STRIPE_CONNECT_WEBHOOK_SECRET ? { connectWebhookSecret: env.STRIPE_CONNECT_WEBHOOK_SECRET } : {}),
  webhookUrl: env.STRIPE_WEBHOOK_URL ?? null,
  webhookEvents: env.STRIPE_WEBHOOK_EVENTS.split(',').map((name) => name.trim()),
  clock: clockFromFile(env.SOUNDING_CLOCK_FILE),
}).catch((error: unknown) => {
  // A taken port, books in use by another process or out of balance: the message says which.
  process.stderr.write(`stripe-emulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
process.stdout.write(`stripe-emulator listens on ${emulator.url}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    void emulator.stop().then(() => process.exit(0));
  });
