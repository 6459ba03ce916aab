/** Who may touch what of support. To everybody else a ticket or a claim does not exist. Staff handle every ticket. */

/** A ticket is read and answered by the person who opened it. */
export function mayRead(ticket: { readonly accountId: string }, account: string): boolean {
  return ticket.accountId === account;
}

/** The outcome of a claim is read by both sides of the booking; the client's words are in the ticket, not here. */
export function mayReadClaim(
  claim: { readonly clientId: string; readonly providerId: string },
  account: string,
): boolean {
  return account === claim.clientId || account === claim.providerId;
}
