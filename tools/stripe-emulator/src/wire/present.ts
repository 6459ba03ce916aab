/** The last step before the wire: what is hidden unless asked for, what depends on the moment, and `expand[]`. */
import { kindOf } from '../store/kinds.ts';
import type { Call } from './call.ts';
import { invalid } from './problem.ts';
import type { Answer } from './route.ts';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that are sent only when expanded, by kind. */
const ON_REQUEST: Record<string, readonly string[]> = { 'checkout.session': ['line_items'], charge: ['refunds'] };

export function present(call: Call, answer: Answer, expand: readonly string[]): Json {
  const shown = { ...answer } as Json;
  if (shown.object === 'list' && Array.isArray(shown.data)) {
    for (const path of expand)
      if (!path.startsWith('data.'))
        throw invalid(`This property cannot be expanded (${path}). Paths in lists begin with data.`, 'expand');
    const inner = expand.map((path) => path.slice('data.'.length));
    return { ...shown, data: shown.data.map((item: Answer) => present(call, item, inner)) };
  }
  const roots = new Set(expand.map((path) => path.split('.')[0] ?? ''));
  if (shown.object === 'charge' && roots.has('refunds')) shown.refunds = refundsOf(call, String(shown.id));
  for (const field of ON_REQUEST[String(shown.object)] ?? []) if (!roots.has(field)) delete shown[field];
  if (shown.object === 'balance_transaction')
    shown.status = Number(shown.available_on) <= call.at ? 'available' : 'pending';
  for (const root of roots) {
    const rest = expand.filter((path) => path.startsWith(`${root}.`)).map((path) => path.slice(root.length + 1));
    shown[root] = open(call, shown, root, rest);
  }
  return shown;
}

function open(call: Call, owner: Json, field: string, rest: readonly string[]): unknown {
  const value = owner[field];
  if (typeof value === 'string') {
    const kind = kindOf(value);
    // What may be read names only what may be read, also in the other account of a transfer.
    const found = kind && call.store.find(kind, value);
    if (!found) throw cannot(field);
    return present({ ...call, account: found.account }, found.object, rest);
  }
  if (Array.isArray(value)) return value;
  if (isObject(value)) return present(call, value as unknown as Answer, rest);
  if (value === null) return null;
  throw cannot(field);
}

const cannot = (field: string) => invalid(`This property cannot be expanded (${field}).`, 'expand');

function refundsOf(call: Call, charge: string): Answer {
  const { data, hasMore } = call.store.page('refund', {
    account: call.account,
    limit: 10,
    where: [['charge', charge]],
  });
  return { object: 'list', data, has_more: hasMore, url: `/v1/charges/${charge}/refunds` };
}
