/** What a certificate of erasure says. It names nobody: not the person, not their account. Pure. */
import type { Certificate, Gone, Kept, RuleInWords } from '@sounding/contracts';
import { keepingRule, keptUntilOf } from '@sounding/terms';
import type { Erasure } from './erasure.ts';

export type Unhashed = Omit<Certificate, 'hash'>;

/** One rule of the table of keeping in its words of today; a certificate keeps them as they were. */
export function inWords({ rule, count, until }: { rule: string; count: number; until?: string | null }): RuleInWords {
  const { what, because, source } = keepingRule(rule);
  return { what, count, until: until ?? null, because, source };
}

export function allInWords(rows: readonly (Gone | Kept)[]): RuleInWords[] {
  return rows.map(inWords);
}

/** What goes of the same rule in several services, or is asked about before it goes, is one line. */
export function together<R extends Gone | Kept>(rows: readonly R[]): R[] {
  const byRule = new Map<string, R>();
  for (const row of rows) {
    const had = byRule.get(row.rule);
    byRule.set(row.rule, had ? { ...had, count: had.count + row.count } : row);
  }
  return [...byRule.values()];
}

/** What identity itself takes and leaves. */
export function identityRows(held: { sessions: number; mails: number }, doneAt: Date): { goes: Gone[]; stays: Kept[] } {
  const until = keptUntilOf('identity.certificates', doneAt);
  return {
    goes: [
      { rule: 'identity.account', count: 1 },
      { rule: 'identity.sessions', count: held.sessions },
      { rule: 'identity.mails', count: held.mails },
    ].filter(({ count }) => count > 0),
    stays: [
      { rule: 'identity.certificates', count: 1, until: until?.toISOString() ?? null },
      { rule: 'identity.erased-numbers', count: 1, until: null },
    ],
  };
}

export function certificateOf(
  erasure: Pick<Erasure, 'askedAt' | 'steps'>,
  number: bigint,
  own: { goes: Gone[]; stays: Kept[] },
  doneAt: Date,
): Unhashed {
  const services = [...erasure.steps, { service: 'identity' as const, ...own }];
  return {
    number: `E-${doneAt.getUTCFullYear()}-${String(number).padStart(6, '0')}`,
    askedAt: erasure.askedAt.toISOString(),
    doneAt: doneAt.toISOString(),
    services: services.map(({ service, goes, stays }) => ({
      service,
      goes: allInWords(goes),
      stays: allInWords(stays),
    })),
  };
}

const day = (instant: string): string => instant.slice(0, 10);

/** The certificate as lines of a mail. */
export function certificateLines({ number, askedAt, doneAt, services, hash }: Certificate): (string | string[])[] {
  const all = (which: 'goes' | 'stays') => services.flatMap((one) => one[which]);
  const kept = all('stays').map(
    ({ what, until, because }) => `${sentence(what)}${until ? `, until ${day(until)}` : ''}. ${because}`,
  );
  return [
    `Certificate ${number}. Asked on ${day(askedAt)}, done on ${day(doneAt)}.`,
    'Erased:',
    all('goes').map(({ what, count }) => `${sentence(what)} (${count})`),
    'Kept, because we must, and without your name, address or words:',
    kept,
    `SHA-256 of this certificate: ${hash}`,
  ];
}

function sentence(what: string): string {
  return what.charAt(0).toUpperCase() + what.slice(1);
}
