import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepingRule, keptSinceOf, keptUntilOf, termWords } from './keeping.ts';
import { KEEPING } from './keeping-rows.ts';

const at = (text: string) => new Date(text);

describe('the table of keeping', () => {
  it('has every row once, under the service that keeps it', () => {
    const ids = KEEPING.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids)
      expect(id).toMatch(/^(identity|catalog|booking|billing|receipts|support|workspace|every)\.[a-z-]+$/);
  });

  it('gives a reason for each row, and says from when a term runs', () => {
    for (const { id, because, term, from, what } of KEEPING) {
      expect([id, because.endsWith('.'), what.length > 5]).toEqual([id, true, true]);
      expect([id, from !== '']).toEqual([id, typeof term === 'object']);
    }
  });

  it('names the law for whatever outlives its person, and is not only numbers of messages between machines', () => {
    const outlive = KEEPING.filter(({ whenErased }) => whenErased !== 'goes');
    for (const { id, source } of outlive) expect([id, source]).toEqual([id, expect.any(String)]);
  });

  it('keeps nothing for good but the number of who was erased, what they had agreed to, and who of staff had looked', () => {
    expect(KEEPING.filter(({ term }) => term === 'ever').map(({ id }) => id)).toEqual([
      'identity.acceptances',
      'identity.erased-numbers',
      'support.looks',
    ]);
  });
});

describe('a term', () => {
  it('of years runs from the end of the year', () => {
    expect(keptUntilOf('booking.bookings', at('2026-03-01T00:00:00Z'))).toEqual(at('2037-01-01T00:00:00Z'));
    expect(keptSinceOf('booking.bookings', at('2036-12-31T23:59:59Z'))).toEqual(at('2026-01-01T00:00:00Z'));
    expect(keptSinceOf('booking.bookings', at('2037-01-01T00:00:00Z'))).toEqual(at('2027-01-01T00:00:00Z'));
  });

  it('of days runs from the instant', () => {
    expect(keptUntilOf('workspace.messages', at('2026-01-01T12:00:00Z'))).toEqual(at('2026-06-30T12:00:00Z'));
    expect(keptSinceOf('workspace.messages', at('2026-06-30T12:00:00Z'))).toEqual(at('2026-01-01T12:00:00Z'));
  });

  it('is the same seen from both ends: what is over by one is over by the other', () => {
    for (const { id } of KEEPING.filter(({ term }) => typeof term === 'object')) {
      const from = at('2026-05-05T05:05:05Z');
      const until = keptUntilOf(id, from) ?? at('1970-01-01T00:00:00Z');
      expect([id, keptSinceOf(id, new Date(until.getTime() - 1)) <= from]).toEqual([id, true]);
      expect([id, keptSinceOf(id, new Date(until.getTime() + 1)) > from]).toEqual([id, true]);
    }
  });

  it('that is as long as an account is no job’s to enforce', () => {
    expect(keptUntilOf('billing.card', at('2026-01-01T00:00:00Z'))).toBeNull();
    expect(() => keptSinceOf('billing.card', at('2026-01-01T00:00:00Z'))).toThrow('no term');
    expect(() => keepingRule('billing.nothing')).toThrow('billing.nothing');
  });

  it('is said in plain words', () => {
    expect(termWords(keepingRule('booking.bookings'))).toBe('for 10 years after the end of the year of the session');
    expect(termWords(keepingRule('receipts.bills'))).toBe('for one year after the end of the year they are about');
    expect(termWords(keepingRule('booking.busy-times'))).toBe('for one day after they have passed');
    expect(termWords(keepingRule('identity.account'))).toBe('as long as you have an account');
  });
});

describe('the jobs that enforce the table', () => {
  const ROOT = join(import.meta.dirname, '../../..');
  const sources = (service: string) =>
    globSync(`apps/${service}/src/**/*.ts`, { cwd: ROOT })
      .filter((path) => /\.(clock|store)\.ts$|retention\.ts$/.test(path))
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
      .join('\n');

  /** Enforced elsewhere than by a job that reads the table, and where. */
  const ELSEWHERE: Readonly<Record<string, string>> = {
    'identity.sign-ups': 'limits.ts and accounts.store.ts',
    'identity.sessions': 'limits.ts and realm.store.ts',
    'receipts.of-others': 'goes with the document it stands on',
    'workspace.glasses': 'go with their room',
    'billing.books': 'only grows; nothing of it is over before 2037',
    'every.answers': 'libs/bus inbox.store.ts',
    'every.events': 'libs/bus outbox.store.ts',
    'every.heard': 'libs/bus inbox.store.ts',
  };

  it('are there for every row with a term', () => {
    const rows = KEEPING.filter(({ term, id }) => typeof term === 'object' && !(id in ELSEWHERE));
    expect(rows.length).toBeGreaterThan(10);
    for (const { id } of rows) expect([id, sources(id.split('.')[0] ?? '').includes(`'${id}'`)]).toEqual([id, true]);
  });

  it('and no exception is for a row that is gone', () => {
    for (const id of Object.keys(ELSEWHERE)) expect(keepingRule(id).id).toBe(id);
  });
});
