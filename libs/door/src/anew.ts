/** Who may begin something new while the terms have changed. */
import { Refusal, type Session } from '@sounding/contracts';
import type { Route } from './route.ts';

/** Refuses `terms-changed` where something new would begin under terms that the person has not answered. What they have stays theirs. */
export function mayBeginAnew({ anew }: Pick<Route, 'anew'>, session: Session | null, input: unknown): void {
  const agreement = session?.agreement;
  if (agreement?.state !== 'due') return;
  if (!(typeof anew === 'function' ? anew(input as never) : anew)) return;
  const what = agreement.document === 'terms' ? 'Our terms have' : 'Our privacy notice has';
  throw new Refusal(
    'terms-changed',
    `${what} changed. Please read what is new and agree to it first; what you have booked is not touched.`,
    { document: agreement.document, version: agreement.version },
  );
}
