/** Who may see a document: the client who paid. The provider sees none, because they carry the client's payment. */
export function maySee(account: string, document: { clientId: string }): boolean {
  return document.clientId === account;
}
