/** What people consent to of their free choice, each by itself; taken back as easily as given. Identity keeps every yes and every no. */
import { z } from 'zod';
import { TextHash } from './agreements.ts';
import { request } from './contract.ts';
import { FullName } from './receipts.ts';
import { AccountId, Day, Instant, PublicName } from './values.ts';

/** `health`: that therapy they book says something of their health. `own-name`: that their providers see a name instead of the alias. */
export const ConsentKind = z.enum(['health', 'own-name']);

const Change = z.object({ given: z.boolean(), version: Day, at: Instant });

export const Consent = z.object({
  kind: ConsentKind,
  /** Whether it counts now: not once a later text that matters is in force. */
  given: z.boolean(),
  /** The text that a yes given now would be to. */
  version: Day,
  textHash: TextHash,
  /** When the last yes or no was said; null when neither was. */
  since: Instant.nullable(),
  /** The name that providers see; null without one, and for the other kind. */
  name: z.string().nullable(),
  /** The newest first. */
  history: z.array(Change),
});

export const MyConsents = request('identity.my-consents', {
  input: z.object({}),
  output: z.object({ consents: z.array(Consent) }),
  from: ['gateway'],
  who: 'person',
});

/**
 * Gives or withdraws one consent. A yes names the words it is to by their hash, refused `text-changed` when they are not those in force;
 * a yes to `own-name` needs the name, refused `name-needed`. Saying again what was said changes nothing.
 */
export const ChangeConsent = request('identity.change-consent', {
  input: z.object({
    kind: ConsentKind,
    given: z.boolean(),
    textHash: TextHash.optional(),
    name: FullName.optional(),
  }),
  output: Consent,
  refusals: ['text-changed', 'name-needed'],
  from: ['gateway'],
  who: 'person',
});

/** Whether the signed-in person's consent counts now; asked by whoever acts on it. */
export const HasConsent = request('identity.has-consent', {
  input: z.object({ kind: ConsentKind }),
  output: z.object({ given: z.boolean() }),
  from: ['booking'],
  who: 'person',
});

/** What up to 200 clients want their providers to call them: the name they chose, or else their alias; unknown accounts are left out. */
export const ShownNames = request('identity.shown-names', {
  input: z.object({ accountIds: z.array(AccountId).max(200) }),
  output: z.object({ names: z.array(PublicName) }),
  from: ['booking'],
  who: 'person',
});

/** What the signed-in provider's own clients are called. Whoever is no client of theirs is left out. */
export const MyClientNames = request('booking.my-client-names', {
  input: z.object({ accountIds: z.array(AccountId).max(200) }),
  output: z.object({ names: z.array(PublicName) }),
  from: ['gateway'],
  who: 'person',
});

export type Consent = z.infer<typeof Consent>;
export type ConsentKind = z.infer<typeof ConsentKind>;
