/** /v1/disputes */
import type Stripe from 'stripe';
import { z } from 'zod';
import { differences, say } from '../events/event.store.ts';
import type { Call } from '../wire/call.ts';
import { pageOf } from '../wire/lists.ts';
import { changeMetadata } from '../wire/metadata.ts';
import { created, expand, flag, metadataChange, paging, paramsFor, text } from '../wire/params.ts';
import { missing } from '../wire/problem.ts';
import { type Endpoint, endpoint } from '../wire/route.ts';
import { answerDispute, loseDispute } from './dispute.store.ts';
import { EVIDENCE_TEXTS } from './dispute.ts';

/** Texts only: there is no place for files here, so a file's id is an unknown parameter. */
const evidence = z.strictObject(
  Object.fromEntries(EVIDENCE_TEXTS.map((name) => [name, z.string().max(150_000).optional()])) as Record<
    (typeof EVIDENCE_TEXTS)[number],
    z.ZodOptional<z.ZodString>
  >,
);
const Update = paramsFor<Stripe.DisputeUpdateParams>()(
  z.strictObject({
    evidence: evidence.optional(),
    metadata: metadataChange.optional(),
    submit: flag.optional(),
    ...expand,
  }),
);
const List = paramsFor<Stripe.DisputeListParams>()(
  z.strictObject({
    charge: text(255).optional(),
    created: created.optional(),
    payment_intent: text(255).optional(),
    ...paging,
  }),
);
const Plain = z.strictObject(expand);

const dispute = (call: Call, id: string): Stripe.Dispute => {
  const found = call.store.get('dispute', id, call.account);
  if (!found) throw missing('dispute', id);
  return found;
};

function update(call: Call, p: z.output<typeof Update>, id: string): Stripe.Dispute {
  let now = dispute(call, id);
  if (p.metadata !== undefined) {
    const changed = { ...now, metadata: changeMetadata(now.metadata, p.metadata) };
    say(call, 'charge.dispute.updated', call.store.put(changed, call.account), differences(now, changed));
    now = changed;
  }
  // Evidence that was staged before can be submitted without giving it again.
  const submit = p.submit ?? p.evidence !== undefined;
  return p.evidence !== undefined || submit ? answerDispute(call, now, p.evidence ?? {}, submit) : now;
}

export const disputeEndpoints: Endpoint[] = [
  endpoint('GET', '/v1/disputes', List, (call, p) =>
    pageOf(call, 'dispute', '/v1/disputes', p, { charge: p.charge, payment_intent: p.payment_intent }),
  ),
  endpoint('GET', '/v1/disputes/:id', Plain, (call, _, id) => dispute(call, id)),
  endpoint('POST', '/v1/disputes/:id', Update, update),
  endpoint('POST', '/v1/disputes/:id/close', Plain, (call, _, id) => loseDispute(call, dispute(call, id))),
];
