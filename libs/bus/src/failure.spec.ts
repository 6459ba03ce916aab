import { expect, test } from '@jest/globals';
import { Refusal } from '@sounding/contracts';
import { Fault, kindOf, sentenceOf } from './failure.ts';

function shaped(fields: object): Error {
  return Object.assign(new Error('something'), fields);
}

test('a refusal is a refusal', () => {
  expect(kindOf(new Refusal('slot-taken', 'Gone.'))).toBe('refusal');
});

test.each([
  ['a fault of our own', new Fault('timeout', 'late')],
  ['a refused socket', shaped({ code: 'ECONNREFUSED' })],
  ['a server that shuts down (57P01)', shaped({ code: '57P01' })],
  ['too many connections (53300)', shaped({ code: '53300' })],
  ['a deadlock (40P01)', shaped({ code: '40P01' })],
  ['a lock that is not to be had (55P03)', shaped({ code: '55P03' })],
  ['Prisma without a database', shaped({ name: 'PrismaClientInitializationError' })],
  ['Prisma’s transaction that ran out of time', shaped({ name: 'PrismaClientKnownRequestError', code: 'P2028' })],
  [
    'SQL under Prisma that met a dead connection',
    shaped({
      code: 'P2010',
      meta: { driverAdapterError: shaped({ cause: { kind: 'postgres', originalCode: '57P01' } }) },
    }),
  ],
  [
    'a dead connection under Prisma’s adapter',
    shaped({ name: 'DriverAdapterError', cause: { kind: 'ConnectionClosed' } }),
  ],
  ['what pg says when a connection dies', new Error('Connection terminated unexpectedly')],
  ['nobody who answers', shaped({ name: 'NoRespondersError' })],
  ['Stripe out of reach', shaped({ type: 'StripeConnectionError' })],
  ['a fault as the cause of something', new Error('outer', { cause: new Fault('unavailable', 'inner') })],
])('%s is a fault', (_, error) => {
  expect(kindOf(error)).toBe('fault');
});

test.each([
  ['a type error', new TypeError('x is not a function')],
  ['a unique violation (23505)', shaped({ code: '23505' })],
  [
    'a wrong column (42703) under Prisma',
    shaped({ code: 'P2010', meta: { driverAdapterError: shaped({ cause: { originalCode: '42703' } }) } }),
  ],
  ['a callee that failed', new Fault('failed', 'its bug')],
  ['a wrong Stripe call', shaped({ type: 'StripeInvalidRequestError' })],
  ['a thrown sentence', 'oops'],
  ['nothing', undefined],
])('%s is a bug', (_, error) => {
  expect(kindOf(error)).toBe('bug');
});

test('a circle of causes ends', () => {
  const error = new Error('round') as Error & { cause: unknown };
  error.cause = error;
  expect(kindOf(error)).toBe('bug');
});

test('an error is one short line', () => {
  expect(sentenceOf(new TypeError('a\n  b'))).toBe('TypeError: a b');
  expect(sentenceOf(new Error('x'.repeat(2_000)))).toHaveLength(500);
});
