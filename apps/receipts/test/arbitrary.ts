/** Documents as the contract allows them, generated from its schema, so that a field added later is not forgotten. */
import { IssuedDocument } from '@sounding/contracts';
import fc from 'fast-check';
import type { z } from 'zod';

type Schema = z.core.$ZodTypes;

export interface Choices {
  /** What may stand in a free text, by its path: `issuer.address`. */
  text(path: string): fc.Arbitrary<string>;
  /** Every optional field is there. */
  complete?: boolean;
}

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Abidjan'];
const instant = fc
  .integer({ min: Date.UTC(2024, 0), max: Date.UTC(2035, 0) })
  .map((ms) => new Date(ms - (ms % 60_000)).toISOString());

const inner = (schema: unknown) => schema as Schema;

/** Free texts are those that the contract takes whatever they are. */
function isFree(schema: Schema): schema is z.core.$ZodString {
  const { def } = schema._zod;
  return def.type === 'string' && !('format' in def && def.format) && (schema as z.ZodString).safeParse('<b>').success;
}

function stringOf(schema: Schema, choices: Choices, path: string): fc.Arbitrary<string> {
  const { format } = schema._zod.def as { format?: string };
  if (format === 'uuid') return fc.uuid();
  if (format === 'datetime') return instant;
  if (format === 'url')
    return fc
      .base64String({ minLength: 8, maxLength: 24 })
      .map((s) => `https://sounding.example/documents/${s.replaceAll(/[+/=]/g, 'x')}`);
  return isFree(schema) ? choices.text(path) : fc.constantFrom(...ZONES);
}

/** The least length or number that the contract allows. */
function leastOf(schema: Schema): number | undefined {
  const checks = (schema._zod.def.checks ?? []).map((check) => check._zod.def as { minimum?: number; value?: number });
  return checks.map(({ minimum, value }) => minimum ?? value).find((least) => least !== undefined);
}

/** Any value of a schema. Throws for a kind of schema that no document had so far. */
export function arbitraryOf(schema: Schema, choices: Choices, path = ''): fc.Arbitrary<unknown> {
  const { def } = schema._zod;
  const at = (key: string) => (path ? `${path}.${key}` : key);
  switch (def.type) {
    case 'object': {
      const keys = Object.entries(def.shape).map(
        ([key, one]) => [key, arbitraryOf(inner(one), choices, at(key))] as const,
      );
      const needed = Object.entries(def.shape).flatMap(([key, one]) =>
        inner(one)._zod.def.type === 'optional' && !choices.complete ? [] : [key],
      );
      return fc.record(Object.fromEntries(keys), { requiredKeys: needed, noNullPrototype: true });
    }
    case 'string':
      return stringOf(schema, choices, path);
    case 'number':
      return fc.integer({ min: Math.max(leastOf(schema) ?? 0, -9_999_999), max: 9_999_999 });
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'array':
      return fc.array(arbitraryOf(inner(def.element), choices, path), {
        minLength: choices.complete ? 2 : (leastOf(schema) ?? 0),
        maxLength: 4,
      });
    case 'nullable': {
      const some = arbitraryOf(inner(def.innerType), choices, path);
      return choices.complete ? some : fc.option(some);
    }
    case 'optional':
      return arbitraryOf(inner(def.innerType), choices, path);
    case 'union':
      return fc.oneof(...def.options.map((one) => arbitraryOf(inner(one), choices, path)));
    default:
      throw new Error(`${path} is a ${def.type}, of which nothing is known here`);
  }
}

/** Documents of any kind. */
export function documents(choices: Choices): fc.Arbitrary<IssuedDocument> {
  return arbitraryOf(inner(IssuedDocument), choices) as fc.Arbitrary<IssuedDocument>;
}

/** Every path at which some kind of document has a free text. */
export function textPaths(): string[] {
  const found = new Set<string>();
  const note = (path: string) => {
    found.add(path);
    return fc.constant('x');
  };
  arbitraryOf(inner(IssuedDocument), { text: note, complete: true });
  return [...found];
}
