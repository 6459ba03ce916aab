/** Therapy says something of a person's health, and is booked under their explicit consent alone (GDPR Art. 9(2)(a)). */
import type { Bus, Call } from '@sounding/bus';
import { HasConsent, Refusal } from '@sounding/contracts';
import type { FrozenOffer } from './facts.ts';

/** Refuses `consent-needed` for therapy where the client has not given it, or has taken it back. Advice needs none. */
export async function mustConsent(bus: Bus, { mode }: Pick<FrozenOffer, 'mode'>, call: Call): Promise<void> {
  if (mode !== 'therapy') return;
  const { given } = await bus.ask(HasConsent, { kind: 'health' }, { as: call });
  if (given) return;
  throw new Refusal(
    'consent-needed',
    'Therapy says something about your health, so we need your consent before you book it. You can give it here, and take it back at any time.',
  );
}
