/** `/_emulator`: what tests, smoke and bench do to the emulator. Only from this machine, only JSON (so that no web page can post here). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { REASONS } from '../disputes/dispute.ts';
import type { Emulator } from '../emulator.ts';
import { readBody } from '../wire/body.http.ts';
import { isLocal } from '../wire/local.http.ts';
import { StripeProblem } from '../wire/problem.ts';
import { decide, dispute, payoutFails, refundFails, refundSucceeds } from './levers.store.ts';

const Pay = z.strictObject({
  session: z.string(),
  card: z.string().optional(),
  email: z.email().optional(),
  name: z.string().optional(),
  authentication: z.enum(['complete', 'fail']).optional(),
  keep: z.boolean().optional(),
  saved: z.string().optional(),
});

const CallRule = z
  .strictObject({
    kind: z.enum(['delay', '500-before', '500-after', 'reset-after', 'reset-before', 'hang', '429', '409']),
    ms: z.int().min(0).max(600_000).default(1_000),
    method: z.enum(['GET', 'POST', 'DELETE']).optional(),
    path: z.string().optional(),
    times: z.int().min(1).default(1),
  })
  .transform(({ kind, ms, ...rest }) => ({ fault: kind === 'delay' ? { kind, ms } : { kind }, ...rest }));

const count = z.int().min(0).max(100_000).optional();
const Faults = z.strictObject({
  calls: z.array(CallRule).optional(),
  webhooks: z
    .strictObject({ duplicates: count, delayMs: count, drop: count, reorder: count, wrongSecret: count, stale: count })
    .optional(),
  refunds: z.enum(['card', 'pending', 'fails', 'needs-balance']).optional(),
  rate: z.enum(['off', 'sandbox', 'live']).optional(),
});

const Dispute = z.strictObject({
  charge: z.string(),
  amount: z.int().min(1).optional(),
  reason: z.enum(REASONS).optional(),
  inquiry: z.boolean().optional(),
});
const Decided = z.strictObject({
  dispute: z.string(),
  verdict: z.enum(['win', 'lose', 'close', 'escalate', 'appeal']),
});
const Refund = z.strictObject({ refund: z.string() });

type Handler = (emulator: Emulator, body: unknown, query: URLSearchParams) => unknown;

const HANDLERS: Record<string, Handler> = {
  'GET /_emulator': () => Object.keys(HANDLERS),
  'GET /_emulator/health': () => ({ ok: true }),
  'POST /_emulator/pay': (emulator, body) => {
    const { session, card, ...person } = Pay.parse(body);
    return emulator.pay(session, card, person);
  },
  'POST /_emulator/onboard': (emulator, body) => {
    const { account, bank } = z.strictObject({ account: z.string(), bank: z.string().optional() }).parse(body);
    return emulator.openedAccount(account, bank);
  },
  'GET /_emulator/faults': (emulator) => faultsOf(emulator),
  'POST /_emulator/faults': (emulator, body) => {
    const wish = Faults.parse(body);
    emulator.faults.calls.push(...(wish.calls ?? []));
    const given = Object.fromEntries(Object.entries(wish.webhooks ?? {}).filter(([, value]) => value !== undefined));
    Object.assign(emulator.faults.webhooks, given);
    if (wish.refunds) emulator.faults.refunds = wish.refunds;
    if (wish.rate) emulator.faults.rate = wish.rate;
    return faultsOf(emulator);
  },
  'DELETE /_emulator/faults': (emulator) => {
    emulator.faults.clear();
    emulator.releaseWebhooks();
    return faultsOf(emulator);
  },
  'GET /_emulator/charges': (emulator, _, query) => emulator.charges(query.get('key') ?? ''),
  'GET /_emulator/conservation': (emulator) => emulator.conservation(),
  'GET /_emulator/deliveries': (emulator) => emulator.deliveries(),
  'GET /_emulator/counts': ({ faults }) => faults.counts,
  'POST /_emulator/dispute': (emulator, body) => {
    const complaint = Dispute.parse(body);
    return emulator.act((call) => dispute(call, complaint));
  },
  'POST /_emulator/dispute-decided': (emulator, body) => {
    const wish = Decided.parse(body);
    return emulator.act((call) => decide(call, wish.dispute, wish.verdict));
  },
  'POST /_emulator/refund-fails': (emulator, body) => {
    const { refund } = Refund.parse(body);
    return emulator.act((call) => refundFails(call, refund));
  },
  'POST /_emulator/refund-succeeds': (emulator, body) => {
    const { refund } = Refund.parse(body);
    return emulator.act((call) => refundSucceeds(call, refund));
  },
  'POST /_emulator/payout-fails': (emulator, body) => {
    const { payout } = z.strictObject({ payout: z.string() }).parse(body);
    return emulator.act((call) => payoutFails(call, payout));
  },
  'POST /_emulator/webhook-url': (emulator, body) => {
    const { url } = z.strictObject({ url: z.url().nullable() }).parse(body);
    return emulator.setWebhookUrl(url).then(() => ({ url }));
  },
  'POST /_emulator/reset': (emulator) => emulator.reset().then(() => ({ reset: true })),
};

const faultsOf = ({ faults }: Emulator) => ({
  calls: faults.calls,
  webhooks: faults.webhooks,
  refunds: faults.refunds,
  rate: faults.rate,
});

export async function handleControl(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const { status, body } = await answer(emulator, request, url);
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

async function answer(
  emulator: Emulator,
  request: IncomingMessage,
  url: URL,
): Promise<{ status: number; body: unknown }> {
  const handler = HANDLERS[`${request.method} ${url.pathname}`];
  if (!isLocal(request)) return { status: 403, body: { error: 'only from this machine' } };
  if (!handler) return { status: 404, body: { error: 'no such control', controls: Object.keys(HANDLERS) } };
  if (request.method === 'POST' && !request.headers['content-type']?.startsWith('application/json'))
    return { status: 415, body: { error: 'send application/json' } };
  try {
    const text = await readBody(request);
    return { status: 200, body: await handler(emulator, text === '' ? {} : JSON.parse(text), url.searchParams) };
  } catch (error) {
    if (error instanceof StripeProblem) return { status: error.status, body: { error: error.body } };
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } };
    if (error instanceof SyntaxError) return { status: 400, body: { error: error.message } };
    throw error;
  }
}
