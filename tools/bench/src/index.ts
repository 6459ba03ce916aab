export type { Copy } from './hire.ts';
export { confirmed, findListing, mailedCode, newClient, pay, receiptOf, reserve, signIn } from './hire.ts';
export { Refused, until, Visitor } from './visitor.ts';
