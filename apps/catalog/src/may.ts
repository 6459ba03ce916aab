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
