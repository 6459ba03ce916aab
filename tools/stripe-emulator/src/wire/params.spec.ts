import { z } from 'zod';
import { decodeForm } from './form.ts';
import { created, currency, flag, list, metadata, oneOf, readParams, text, whole } from './params.ts';
import { StripeProblem } from './problem.ts';

const Schema = z.strictObject({
  amount: whole(1).optional(),
  currency: currency.optional(),
  mode: oneOf('a', 'b').optional(),
  on: flag.optional(),
  name: text(5).optional(),
  metadata: metadata.optional(),
  created: created.optional(),
  items: list(z.strictObject({ price: whole() })).optional(),
});

const read = (form: string) => readParams(Schema, decodeForm(form));
const problem = (form: string): unknown => {
  try {
    read(form);
  } catch (error) {
    if (error instanceof StripeProblem) return { ...error.body, keep: error.keep };
    throw error;
  }
  return null;
};

describe('parameters', () => {
  it('are read into numbers, booleans, lists and maps', () => {
    expect(
      read('amount=12&currency=USD&on=true&metadata[a]=1&items[0][price]=3&items[1][price]=4&created[gte]=5'),
    ).toEqual({
      amount: 12,
      currency: 'usd',
      on: true,
      metadata: { a: '1' },
      items: [{ price: 3 }, { price: 4 }],
      created: { gte: 5 },
    });
    expect(read('created=7')).toEqual({ created: 7 });
  });

  it.each([
    ['colour=red', { code: 'parameter_unknown', param: 'colour' }],
    ['items[0][colour]=red&items[0][price]=1', { code: 'parameter_unknown', param: 'items[0][colour]' }],
    ['items[0][x]=', { code: 'parameter_unknown', param: 'items[0][x]' }],
    ['items[0]=', { param: 'items[0]' }],
    ['items=x', { param: 'items' }],
    ['amount=0', { code: 'parameter_invalid_integer', param: 'amount' }],
    ['amount=1e3', { code: 'parameter_invalid_integer', message: 'Invalid integer: 1e3' }],
    ['amount=99999999999999999999', { code: 'parameter_invalid_integer' }],
    ['amount[x]=1', { param: 'amount' }],
    ['created[gte]=soon', { code: 'parameter_invalid_integer', param: 'created[gte]' }],
    ['created[after]=1', { code: 'parameter_unknown', param: 'created[after]' }],
    ['mode=c', { param: 'mode', message: 'Invalid mode: must be one of a, b' }],
    ['name=', { code: 'parameter_invalid_empty', param: 'name' }],
    ['name=toolong', { param: 'name' }],
    ['on=yes', { param: 'on' }],
    ['currency=dollar', { param: 'currency' }],
    [`metadata[${'k'.repeat(41)}]=1`, {}],
    [`metadata[a]=${'v'.repeat(501)}`, { param: 'metadata[a]' }],
  ])('%s is refused before anything happens', (form, expected) => {
    expect(problem(form)).toMatchObject({ type: 'invalid_request_error', keep: 'nothing', ...expected });
  });

  it('that are unknown are named before those that are missing', () => {
    const Strict = z.strictObject({ needed: text() });
    expect(() => readParams(Strict, decodeForm('other=1'))).toThrow('unknown parameter: other');
    expect(() => readParams(Strict, decodeForm(''))).toThrow('Missing required param: needed.');
  });
});
