/** What people agree to and are told of: the terms and the privacy notice, in versions. Identity keeps who accepted which, and when. */
import { z } from 'zod';
import { request } from './contract.ts';
import { Day, Instant } from './values.ts';

/** The documents that concern everybody; the texts are in `libs/terms`. */
export const AgreedDocument = z.enum(['terms', 'privacy']);
/** SHA-256 of the text that was on the page, hex. */
export const TextHash = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A version that asks for an answer. `due`: it is in force, and until the person accepts it they begin nothing new; what they have
 * stays theirs to read, cancel and be paid back for. `coming`: announced, in force from `from`.
 */
export const AskedAgain = z.object({
  state: z.enum(['due', 'coming']),
  document: AgreedDocument,
  version: Day,
  from: Instant,
  /** The version that the person accepted last; null when they accepted none of this document. */
  accepted: Day.nullable(),
});

export const Acceptance = z.object({ document: AgreedDocument, version: Day, textHash: TextHash, at: Instant });

/** What the signed-in person accepted, the newest first, and what they are asked, what is due before what is coming. */
export const MyAgreements = request('identity.my-agreements', {
  input: z.object({}),
  output: z.object({ accepted: z.array(Acceptance), asked: z.array(AskedAgain) }),
  from: ['gateway'],
  who: 'person',
});

/**
 * Accepts a version that is in force or announced. `textHash` is that of the words which the person had before them; other words refuse
 * `text-changed`. Accepting twice answers the first time. Refuses `not-found` for a version that is neither.
 */
export const AcceptDocument = request('identity.accept-document', {
  input: z.object({ document: AgreedDocument, version: Day, textHash: TextHash }),
  output: Acceptance,
  refusals: ['text-changed'],
  from: ['gateway'],
  who: 'person',
});

export type AskedAgain = z.infer<typeof AskedAgain>;
export type Acceptance = z.infer<typeof Acceptance>;
