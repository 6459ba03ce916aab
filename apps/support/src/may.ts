/** Who may touch what of support. To everybody else a ticket or a claim does not exist. Staff handle every ticket. */

/** A ticket is read and answered by the person who opened it; one that the platform opened, by staff alone. */
export function mayRead(ticket: { readonly accountId: string | null }, account: string): boolean {
  return ticket.accountId === account;
}

/**
 * The outcome of a claim, and what was given back later, is read by both sides of the booking; the client's words are in the
 * ticket, not here.
 */
export function maySeeOutcome(
  of: { readonly clientId: string; readonly providerId: string },
  account: string,
): boolean {
  return account === of.clientId || account === of.providerId;
}
