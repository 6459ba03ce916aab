/** Who may touch what in billing: the one place. To anybody else a bill does not exist, so callers answer `not-found`. */

/** The bill and its payment are the client's alone; the provider sees money in `my-money`, never the client's payment. */
export function seeBill(account: string, bill: { readonly clientId: string }): boolean {
  return bill.clientId === account;
}

export function payBill(account: string, bill: { readonly clientId: string }): boolean {
  return bill.clientId === account;
}

/** Only the client of the session gives a tip for it. */
export function tipFor(account: string, bill: { readonly clientId: string }): boolean {
  return bill.clientId === account;
}
