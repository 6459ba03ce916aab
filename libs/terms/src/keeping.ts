/**
 * How long what is kept, as data. One table: the jobs that delete read it, the page for people and the generated reference are made
 * of it, and a certificate of erasure cites its rows. Pure.
 */

import { KEEPING, type KeepingRule } from './keeping-rows.ts';

const BY_ID = new Map<string, KeepingRule>(KEEPING.map((rule) => [rule.id, rule]));
const MS = { hours: 3_600_000, days: 86_400_000 };

/** Throws for an id that no row has: a rule that is gone is a bug of whoever cites it. */
export function keepingRule(id: string): KeepingRule {
  const rule = BY_ID.get(id);
  if (!rule) throw new Error(`no rule of keeping is called ${id}`);
  return rule;
}

/** Until when something of this instant is kept; null while the account lives, and for good. */
export function keptUntilOf(id: string, from: Date): Date | null {
  const { term } = keepingRule(id);
  if (term === 'account' || term === 'ever') return null;
  if ('years' in term) return new Date(Date.UTC(from.getUTCFullYear() + 1 + term.years, 0));
  return new Date(from.getTime() + ('days' in term ? term.days * MS.days : term.hours * MS.hours));
}

/** Whatever is of before this instant need not be kept at `now`. Throws for a rule without a term: no job may ask for it. */
export function keptSinceOf(id: string, now: Date): Date {
  const { term } = keepingRule(id);
  if (term === 'account' || term === 'ever') throw new Error(`${id} has no term that a job could enforce`);
  if ('years' in term) return new Date(Date.UTC(now.getUTCFullYear() - term.years, 0));
  return new Date(now.getTime() - ('days' in term ? term.days * MS.days : term.hours * MS.hours));
}

/** "for 10 years after the end of the year of the session", "as long as you have an account". */
export function termWords({ term, from }: Pick<KeepingRule, 'term' | 'from'>): string {
  if (term === 'account') return 'as long as you have an account';
  if (term === 'ever') return 'for good';
  if ('years' in term) {
    const of = from === 'they are about' ? 'the year they are about' : `the year of ${from}`;
    return `for ${counted(term.years, 'year')} after the end of ${of}`;
  }
  return `for ${'days' in term ? counted(term.days, 'day') : counted(term.hours, 'hour')} after ${from}`;
}

function counted(n: number, unit: string): string {
  return n === 1 ? `one ${unit}` : `${n} ${unit}s`;
}
