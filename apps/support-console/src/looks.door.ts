/** Puts every reading into the log of who looked before anybody is answered. No log, no answer. */
import { BookingStory, type Reason, RecordLooks, Refusal } from '@sounding/contracts';
import type { AroundAsked } from '@sounding/door';
import { z } from 'zod';
import { type Looked, READS, type Read, type SidesOf } from './looks.ts';

/** How a reading says why, where what is read does not. */
export const SaysWhy = z.object({ ticket: z.uuid().optional(), reason: z.uuid().optional() });

const NEEDED =
  'Say why you look: come from a ticket, or give a reason first. The person reads that somebody looked, and why.';

type Input = Readonly<Record<string, string>>;

/** The reason as support takes it; refuses before anything is asked where there is none. */
function reasonOf({ because }: Read, input: Input, said: z.output<typeof SaysWhy>): Reason {
  if (because === 'ticket') return { ticketId: input.ticketId ?? '' };
  if (because !== 'said') return { duty: because, of: input.glassId ?? input.providerId ?? input.credentialId ?? '' };
  if (said.reason) return { reasonId: said.reason };
  if (said.ticket) return { ticketId: said.ticket };
  throw new Refusal('reason-needed', NEEDED);
}

async function sidesOf({ bookingId, objectId = bookingId }: SidesOf, ask: AroundAsked['ask']): Promise<Looked[]> {
  const { booking } = await ask(BookingStory, { bookingId });
  return [booking.clientId, booking.providerId].map((personId) => ({ personId, objectId }));
}

export async function beforeAnswering({ route, input, who, own, ask }: AroundAsked): Promise<unknown> {
  const read = READS[`${route.method} ${route.path}`];
  if (!read) return own();
  // A contract that serves anybody was not asked for a session yet.
  if (who.account === null) throw new Refusal('not-signed-in', 'Please sign in first.');
  const because = reasonOf(read, input as Input, who.beside);
  const output = await own();
  const of = read.of(output as never, input as never);
  const looks = Array.isArray(of) ? (of as readonly Looked[]) : await sidesOf(of as SidesOf, ask);
  if (looks.length > 0) await ask(RecordLooks, { what: read.what, looks: [...looks], because });
  return output;
}
