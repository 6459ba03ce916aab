/**
 * A person's own data, for the copy that they may take along (GDPR Art. 15 and 20): every service answers the rows it holds of them, page
 * by page, because a message has a limit. Of others there is what was said or given to this person, under the name they knew; no secret, no
 * hash and nobody of the staff.
 */
import { z } from 'zod';
import { request, type Service } from './contract.ts';
import { Proof } from './signing.ts';
import { Instant } from './values.ts';

/** A row of a part, `messages`. Instants are ISO 8601 in UTC, money is in minor units. Parts come one after the other, each once. */
export const ExportRow = z.object({ part: z.string().min(1).max(40), row: z.record(z.string(), z.unknown()) });

/** `next` goes into `after` for the following page, and is null behind the last one. */
export const ExportPage = z.object({ rows: z.array(ExportRow), next: z.string().max(300).nullable() });

function exportPerson(owner: Service) {
  return request(`${owner}.export-person`, {
    input: z.object({ after: z.string().max(300).nullable() }),
    output: ExportPage,
    from: ['gateway'],
    who: 'person',
    timeoutMs: 15_000,
  });
}

export const ExportIdentity = exportPerson('identity');
export const ExportCatalog = exportPerson('catalog');
export const ExportBooking = exportPerson('booking');
export const ExportBilling = exportPerson('billing');
export const ExportReceipts = exportPerson('receipts');
export const ExportSupport = exportPerson('support');
export const ExportWorkspace = exportPerson('workspace');

/**
 * Begins a copy: the password once more, or the code of whoever has an app, so that an open screen gives nothing away. The ticket opens the
 * copy for ten minutes, to this account alone. Three a day.
 */
export const BeginExport = request('identity.begin-export', {
  input: z.object({ proof: Proof }),
  output: z.object({ ticket: z.string(), expiresAt: Instant }),
  refusals: ['wrong-credentials'],
  from: ['gateway'],
  who: 'person',
});

/** Whether a ticket still opens this account's copy; refuses `not-found` otherwise. Each counts as one opening. */
export const OpenExport = request('identity.open-export', {
  input: z.object({ ticket: z.string().max(200) }),
  output: z.object({}),
  from: ['gateway'],
  who: 'person',
});

export type ExportRow = z.infer<typeof ExportRow>;
export type ExportPage = z.infer<typeof ExportPage>;
