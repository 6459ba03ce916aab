/**
 * Who may see a document: its holder. Of what is about a payment that is the client who paid; the provider sees none of it, because
 * it carries the client's payment. Of a statement it is the provider. Who was
 * erased holds nothing.
 */
export function maySee(account: string, document: { holderId: string | null }): boolean {
  return document.holderId === account;
}
