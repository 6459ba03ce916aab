/** Who may touch what of the catalog. To everybody else a draft does not exist. */

/** Only its provider changes a listing. */
export function mayChange(listing: { readonly providerId: string }, account: string | null): boolean {
  return account !== null && listing.providerId === account;
}

/** A published listing is for everyone, a draft for its provider alone. */
export function maySee(
  listing: { readonly providerId: string; readonly state: string },
  account: string | null,
): boolean {
  return listing.state === 'published' || mayChange(listing, account);
}

/** What a client wrote of a session is theirs alone until it is shown. */
export function mayReadOwn(session: { readonly clientId: string }, account: string): boolean {
  return session.clientId === account;
}

/** Only the provider whom a review is about answers it, and only once it can be read. */
export function mayAnswer(
  review: { readonly providerId: string; readonly shown: boolean; readonly hidden: boolean },
  account: string,
): boolean {
  return review.providerId === account && review.shown && !review.hidden;
}
