/**
 * First samples of a message, from its schema: a good one, and bad ones that differ in one thing. They are written once and then
 * frozen in `libs/contracts/samples/`; a later change of the contract must still accept what is good there and refuse what is bad.
 */
import { z } from 'zod';

export interface Sample {
  readonly good: unknown;
  /** What is wrong with it, and the message. */
  readonly bad: Readonly<Record<string, unknown>>;
}

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly default?: unknown;
}

/** Values that a schema cannot tell, by field name. */
const KNOWN: Readonly<Record<string, unknown>> = {
  zone: 'Europe/Vienna',
  clientZone: 'Europe/Vienna',
  providerZone: 'America/New_York',
  code: '123456',
  alias: 'River Stone',
  email: 'someone@example.org',
  last4: '4242',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  body: 'e30=',
  handle: 'river-stone',
  signature: 't=1,v1=abc',
  rating: 4.5,
  stars: 5,
  template: 'ticket-answered',
  month: '2026-10',
  rule: 'booking.bookings',
  token: 'c2FtcGxlLW9mLWEtdG9rZW4tc2FtcGxlLW9mLWEtdG9',
  hash: '0'.repeat(64),
  textHash: 'ab'.repeat(32),
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: '0b8f2e6a-3c1d-4e5f-8a9b-1c2d3e4f5a6b',
  'date-time': '2026-11-23T18:00:00.000Z',
  date: '2026-11-23',
  uri: 'https://example.org/back',
  email: 'someone@example.org',
  base64: 'e30=',
};

function text(name: string, schema: Schema): string {
  if (schema.format && FORMATS[schema.format]) return FORMATS[schema.format] as string;
  if ((name === 'from' || name === 'to') && !schema.format) return name === 'from' ? '09:00' : '17:30';
  const words = `sample of ${name} `;
  const wanted = Math.max(schema.minLength ?? 1, Math.min(words.length, schema.maxLength ?? words.length));
  return words
    .repeat(Math.ceil(wanted / words.length))
    .slice(0, wanted)
    .trim()
    .padEnd(wanted, 'x');
}

function number(schema: Schema): number {
  const least = schema.minimum ?? schema.exclusiveMinimum ?? 0;
  const from = Number.isSafeInteger(least) && least > -1_000_000 ? least : 0;
  const step = schema.multipleOf ?? 1;
  return Math.ceil(from / step) * step + (schema.exclusiveMinimum === undefined ? 0 : step);
}

function example(name: string, schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return example(name, choice[0] as Schema);
  if (name === 'data') return { ticketId: FORMATS.uuid };
  if (schema.type === 'object') {
    const fields = Object.entries(schema.properties ?? {});
    return Object.fromEntries(fields.map(([field, inner]) => [field, example(field, inner)]));
  }
  if (schema.type === 'array') {
    const one = () => example(name.replace(/s$/, ''), schema.items ?? {});
    return Array.from({ length: schema.minItems ?? 1 }, one);
  }
  // A layout has a number for its template, a mail a word.
  if (name in KNOWN && (schema.type !== 'integer' || typeof KNOWN[name] === 'number')) return KNOWN[name];
  if (schema.type === 'string') return text(name, schema);
  if (schema.type === 'integer' || schema.type === 'number') return number(schema);
  if (schema.type === 'boolean') return true;
  return schema.type === 'null' ? null : 'sample';
}

function without(message: Record<string, unknown>, field: string): Record<string, unknown> {
  const { [field]: _, ...rest } = message;
  return rest;
}

/** Messages that differ from the good one in one thing; only those that the schema refuses. */
function worse(good: unknown): [string, unknown][] {
  const general: [string, unknown][] = [
    ['nothing at all', null],
    ['a list', [good]],
    ['a sentence', 'not an object'],
  ];
  if (typeof good !== 'object' || good === null) return general;
  const message = good as Record<string, unknown>;
  const special = Object.entries(message).flatMap(([field, value]): [string, unknown][] => [
    [`without ${field}`, without(message, field)],
    [`${field} of a wrong type`, { ...message, [field]: typeof value === 'number' ? String(value) : 7 }],
    ...(typeof value === 'object' && value !== null && 'minor' in value
      ? [[`${field} with a fraction of a cent`, { ...message, [field]: { ...value, minor: 0.5 } }] as [string, unknown]]
      : []),
  ]);
  return [...general, ...special];
}

/** Throws when no good sample can be made; then one must be written by hand. */
export function sampleOf(type: z.ZodType, io: 'input' | 'output'): Sample {
  const schema = z.toJSONSchema(type, { io, unrepresentable: 'any' }) as Schema;
  const good = example('', schema);
  const fits = type.safeParse(good);
  if (!fits.success) throw new Error(`no good sample: ${fits.error.message}`);
  const bad = worse(good).filter(([, message]) => !type.safeParse(message).success);
  return { good, bad: Object.fromEntries(bad.slice(0, 10)) };
}
