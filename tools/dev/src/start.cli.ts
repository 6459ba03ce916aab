/** `npm start`: starts a copy, shows where it is, and ends all of it on Ctrl-C. */
import { readOffset } from '@sounding/service';
import { say, sinceStart } from '../steps.mjs';
import { homeOf } from './copy.files.ts';
import { clockFile } from './environment.ts';
import { type Platform, StartProblem, startPlatform } from './platform.process.ts';
import { readBasePort } from './ports.ts';
import { demoAccounts, demoCodes } from './seed.process.ts';

function fail(error: unknown): never {
  const known = error instanceof StartProblem || !(error instanceof Error);
  console.error(`\n${known ? (error instanceof Error ? error.message : String(error)) : error.stack}\n`);
  process.exit(1);
}

const args = process.argv.slice(2);
const unknown = args.filter((arg) => arg !== '--fresh' && arg !== '--no-seed');
if (unknown.length > 0) fail(`Unknown: ${unknown.join(' ')}. There are --fresh (forget all data) and --no-seed.`);
const port = readBasePort(process.env.SOUNDING_PORT);
if (typeof port === 'string') fail(port);

let platform: Platform | undefined;
let stopping = false;

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  say('\nStopping…');
  await platform?.stop();
  process.exit(0);
}

/** Staff are asked for a code of their app as well; it changes every half minute. */
function staffCodes(home: string): string[] {
  const { codes, seconds } = demoCodes(new Date(Date.now() + readOffset(clockFile(home))));
  return [
    `\n  Codes of the apps of staff, for ${seconds} s more; the next ones: npm run code`,
    ...codes.map(({ email, code }) => `  ${''.padEnd(22)}${email.padEnd(30)}${code}`),
  ];
}

function table(copy: Platform): string {
  const rows: [string, string, string][] = [
    ['Public site and API', copy.urls.site, 'the API is described at /api/docs'],
    ['Support console', copy.urls.console, 'for staff'],
  ];
  if (copy.processes.has('stripe-emulator')) {
    rows.push(['Stripe emulator', copy.urls.stripe, 'card 4242 4242 4242 4242, any future date, any code']);
  }
  if (copy.processes.has('mail-viewer')) {
    rows.push(['Mail viewer', copy.urls.mail, 'every mail of this copy, with the sign-in codes']);
  }
  const lines = rows.map(([name, url, hint]) => `  ${name.padEnd(22)}${url.padEnd(26)}${hint}`);
  const accounts = demoAccounts().map(
    (account) => `  ${account.who.padEnd(22)}${account.email.padEnd(30)}${account.password}`,
  );
  return [
    `\nReady in ${sinceStart()}.\n`,
    ...lines,
    ...(accounts.length > 0 ? ['\n  Demo accounts', ...accounts, ...staffCodes(copy.home)] : []),
    `\n  Logs: ${copy.home}/logs    Move the clock: npm run clock -- +8d    Stop: Ctrl-C\n`,
  ].join('\n');
}

// The bootstrap process holds the other end; when it is gone, so is the person who started us.
process.on('disconnect', () => void stop());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

try {
  platform = await startPlatform({
    home: homeOf(process.env),
    port,
    fresh: args.includes('--fresh'),
    seed: !args.includes('--no-seed'),
    ...(process.env.OTEL_EXPORTER_OTLP_ENDPOINT ? { otlpUrl: process.env.OTEL_EXPORTER_OTLP_ENDPOINT } : {}),
    onStarting: (starting) => {
      platform = starting;
    },
  });
  if (!stopping) say(table(platform));
} catch (error) {
  // Ctrl-C while starting makes the step under way fail; that is no failure to report.
  if (!stopping) {
    await platform?.stop();
    fail(error);
  }
}
