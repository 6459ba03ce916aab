/**
 * How long a stranger waits for known and for unknown addresses, at the door, one after the other in turns, and what argon2 alone takes
 * beside it. Whether the two differ is said by how often chance alone would part two such medians as far.
 */
import { randomUUID } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { percentile } from './figures.ts';
import { type Copy, mailedCode } from './hire.ts';
import { Refused, Visitor } from './visitor.ts';

/** Turns of each question. A busy moment strikes both addresses of a turn alike. */
export const TURNS = 60;
/** How often known and unknown change places to see what chance does. */
const SHUFFLES = 2_000;
const PASSWORD = 'seventeen quiet herons';

export interface Compared {
  readonly what: string;
  readonly knownMs: number;
  readonly unknownMs: number;
  /** Share of the shuffles in which the medians lie at least as far apart; below 0.01 the two can be told apart. */
  readonly byChance: number;
}

export interface SignInFigures {
  readonly turns: number;
  readonly argon2Ms: number;
  readonly compared: readonly Compared[];
}

const median = (values: readonly number[]) => percentile(values, 0.5);

/** A permutation test of the medians: in each turn, a coin says which of the two is called known. */
export function byChance(known: readonly number[], unknown: readonly number[], random: () => number): number {
  const seen = Math.abs(median(known) - median(unknown));
  let asFar = 0;
  for (let n = 0; n < SHUFFLES; n += 1) {
    const swaps = known.map(() => random() < 0.5);
    const one = known.map((value, turn) => (swaps[turn] ? (unknown[turn] ?? value) : value));
    const other = unknown.map((value, turn) => (swaps[turn] ? (known[turn] ?? value) : value));
    if (Math.abs(median(one) - median(other)) >= seen) asFar += 1;
  }
  return asFar / SHUFFLES;
}

/** Milliseconds until the door answers, whatever it answers; not that it was asked too often, which is no measure of anything. */
async function timed(visitor: Visitor, path: string, body: object): Promise<number> {
  const begun = performance.now();
  try {
    await visitor.post(path, body);
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status === 429) throw error;
  }
  return performance.now() - begun;
}

async function newPerson(copy: Copy): Promise<string> {
  const [visitor, email] = [new Visitor(copy.site), `somebody-${randomUUID()}@example.com`];
  await visitor.post('/api/v1/sign-up', { email, password: PASSWORD, alias: 'Robin', adult: true });
  await visitor.post('/api/v1/confirm', { email, code: await mailedCode(copy, email) });
  return email;
}

/** Each address is asked about once by each question: limits count by address. */
export async function measureSignIn(copy: Copy, say: (what: string) => void): Promise<SignInFigures> {
  say(`${TURNS} people sign up`);
  const people: string[] = [];
  for (let n = 0; n < TURNS; n += 1) people.push(await newPerson(copy));
  const questions: [string, string, (email: string) => object][] = [
    ['signing in', '/api/v1/sign-in', (email) => ({ email, password: 'not the password' })],
    ['signing up', '/api/v1/sign-up', (email) => ({ email, password: PASSWORD, alias: 'Robin', adult: true })],
    ['a code for a new password', '/api/v1/send-code', (email) => ({ email, purpose: 'reset' })],
    ['a mailed link', '/api/v1/sign-in/link', (email) => ({ email })],
  ];
  const compared: Compared[] = [];
  for (const [what, path, body] of questions) {
    say(`${what}, for known and unknown addresses in turns`);
    const took: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
    for (const [turn, email] of people.entries()) {
      const pair = [['known', email] as const, ['unknown', `nobody-${randomUUID()}@example.com`] as const];
      for (const [which, address] of turn % 2 === 0 ? pair : pair.reverse())
        took[which].push(await timed(new Visitor(copy.site), path, body(address)));
    }
    const chance = byChance(took.known, took.unknown, Math.random);
    compared.push({ what, knownMs: median(took.known), unknownMs: median(took.unknown), byChance: chance });
  }
  return { turns: TURNS, argon2Ms: await argon2Alone(), compared };
}

async function argon2Alone(): Promise<number> {
  const stored = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const took: number[] = [];
  for (let n = 0; n < TURNS; n += 1) {
    const begun = performance.now();
    await verify(stored, 'not the password');
    took.push(performance.now() - begun);
  }
  return median(took);
}

export function tableOfSignIn({ turns, argon2Ms, compared }: SignInFigures): string {
  const cell = (value: string) => value.padStart(14);
  const rows = compared.map(
    ({ what, knownMs, unknownMs, byChance: chance }) =>
      `  ${what.padEnd(30)}${cell(`${knownMs} ms`)}${cell(`${unknownMs} ms`)}${cell(String(chance))}${chance < 0.01 ? '  can be told apart' : ''}`,
  );
  return [
    `  ${`Medians of ${turns} each`.padEnd(30)}${cell('known')}${cell('unknown')}${cell('by chance')}`,
    ...rows,
    `  ${'floor: argon2 alone'.padEnd(30)}${cell(`${argon2Ms} ms`)}`,
  ].join('\n');
}
