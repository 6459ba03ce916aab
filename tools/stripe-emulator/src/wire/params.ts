/** Parameters: what an endpoint accepts, written in zod and held against the SDK's own parameter types, so that a misspelt name does not compile. */
import { z } from 'zod';
import type { Tree } from './form.ts';
import { invalid, type StripeProblem } from './problem.ts';

export const text = (max = 5_000) => z.string().min(1).max(max);
export const oneOf = <const V extends readonly string[]>(...values: V) => z.enum(values);
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
export const whole = (min = Number.MIN_SAFE_INTEGER) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(min));
/** An address a browser can be sent to. */
export const webUrl = z.url({ protocol: /^https?$/ }).max(5_000);
export const list = <S extends z.ZodType>(item: S) =>
  z.preprocess((value) => (isTree(value) ? Object.values(value) : value), z.array(item));
export const metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((map) => Object.keys(map).length <= 50);
export const metadataChange = z.union([z.literal(''), metadata]);
export const currency = z
  .string()
  .regex(/^[a-zA-Z]{3}$/)
  .transform((code) => code.toLowerCase());
export const created = z.union([
  whole(),
  z.strictObject({
    gt: whole().optional(),
    gte: whole().optional(),
    lt: whole().optional(),
    lte: whole().optional(),
  }),
]);
/** What follows the prefix on a card's statement: one Latin letter at least, and none of the characters that Stripe refuses. */
export const statementSuffix = text(22)
  .regex(/^(?=.*[A-Za-z])[\x20-\x7e]+$/)
  .regex(/^[^<>\\'"*]+$/);
/** Every endpoint takes `expand`; it is read by the server, not by the endpoint. */
export const expand = { expand: list(text(200)).optional() };
export const paging = {
  limit: whole(1).pipe(z.number().max(100)).optional(),
  starting_after: text(255).optional(),
  ending_before: text(255).optional(),
  ...expand,
};

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

type Fits<P, S extends z.ZodObject> =
  z.output<S> extends P ? (Exclude<keyof z.output<S>, keyof P> extends never ? S : never) : never;

/** `paramsFor<Stripe.RefundCreateParams>()(schema)` compiles only when the schema's output is assignable to the SDK's parameters and names none beyond. */
export const paramsFor =
  <P>() =>
  <S extends z.ZodObject>(schema: Fits<P, S>): S =>
    schema;

export function readParams<S extends z.ZodType>(schema: S, tree: Tree): z.output<S> {
  const parsed = schema.safeParse(tree);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (!issue) throw invalid('Invalid request.');
  throw problemOf(issue, tree);
}

const nameOf = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('');

function problemOf(issue: z.core.$ZodIssue, tree: Tree): StripeProblem {
  const param = nameOf(issue.path);
  const value = issue.path.reduce<unknown>((node, part) => (isTree(node) ? node[String(part)] : undefined), tree);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const unknown = nameOf([...issue.path, issue.keys[0] ?? '']);
      return invalid(`Received unknown parameter: ${unknown}`, unknown, 'parameter_unknown');
    }
    case 'invalid_union': {
      const inner = issue.errors.flat()[0];
      return inner && value !== undefined
        ? problemOf({ ...inner, path: [...issue.path, ...inner.path] }, tree)
        : required(param);
    }
    case 'invalid_value':
      if (value === undefined) return required(param);
      return invalid(`Invalid ${param}: must be one of ${issue.values.map(String).join(', ')}`, param);
    default:
      if (value === undefined) return required(param);
      if (value === '') return invalid(`You passed an empty string for '${param}'.`, param, 'parameter_invalid_empty');
      return outOfShape(issue, param, value);
  }
}

const required = (param: string): StripeProblem =>
  invalid(`Missing required param: ${param}.`, param, 'parameter_missing');

function outOfShape(issue: z.core.$ZodIssue, param: string, value: unknown): StripeProblem {
  if (issue.code === 'too_small' && issue.origin === 'number')
    return invalid(`This value must be greater than or equal to ${issue.minimum}.`, param, 'parameter_invalid_integer');
  if (issue.code === 'too_big' && issue.origin === 'number')
    return invalid(`This value must be less than or equal to ${issue.maximum}.`, param, 'parameter_invalid_integer');
  if (issue.code === 'too_big')
    return invalid(`Invalid string: at most ${issue.maximum} characters are allowed.`, param);
  if (issue.code === 'invalid_format' && issue.format === 'regex' && issue.pattern?.includes('\\d'))
    return invalid(`Invalid integer: ${String(value)}`, param, 'parameter_invalid_integer');
  return invalid(`Invalid value for ${param}.`, param);
}
