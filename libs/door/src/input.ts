/** Makes the contract's input of a request's path, query and body. Queries are text: numbers and lists are read by the schema. */
import { z } from 'zod';

interface Shape {
  type?: string | string[];
  properties?: Record<string, Shape>;
  anyOf?: Shape[];
  items?: Shape;
}

type Kind = 'text' | 'number' | 'boolean' | 'list';

function kindOf(shape: Shape): Kind {
  if (shape.type === 'integer' || shape.type === 'number') return 'number';
  if (shape.type === 'boolean') return 'boolean';
  if (shape.type === 'array') return 'list';
  for (const option of shape.anyOf ?? []) {
    const kind = kindOf(option);
    if (kind !== 'text') return kind;
  }
  return 'text';
}

function propertiesOf(shape: Shape): Record<string, Shape> {
  return Object.assign({}, ...(shape.anyOf ?? []).map(propertiesOf), shape.properties ?? {});
}

/** Which fields of an input are not text. Worked out once per route. */
export function kindsOf(schema: z.ZodType): Map<string, Kind> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  return new Map(Object.entries(propertiesOf(json)).map(([name, shape]) => [name, kindOf(shape)]));
}

/** Reads one query value. What cannot be read is passed on as it came, so that the schema names the field. */
function readValue(kind: Kind, value: string): unknown {
  if (kind === 'number') return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
  if (kind === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  if (kind === 'list') return value.split(',').filter((part) => part !== '');
  return value;
}

/**
 * `?page=2&ids=a,b` as the schema wants it; empty values are left out, because an empty form field means "not given". What is given
 * twice although it is no list is passed on as two, which no schema takes: whoever reads the first and whoever reads the last would
 * otherwise see two different requests.
 */
export function readQuery(kinds: Map<string, Kind>, query: Record<string, unknown>): Record<string, unknown> {
  const read = new Map<string, unknown>();
  for (const [name, raw] of Object.entries(query)) {
    const kind = kinds.get(name) ?? 'text';
    const value = Array.isArray(raw) && kind === 'list' ? raw.join(',') : raw;
    if (Array.isArray(value)) read.set(name, value);
    if (typeof value !== 'string' || value === '') continue;
    read.set(name, readValue(kind, value));
  }
  return Object.fromEntries(read);
}

/** The fields that were wrong, for the person's form: path and reason, never the value. */
export function issuesOf(error: z.ZodError): { path: string; message: string }[] {
  return error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}
