import type { Receipt, Ticket } from '@sounding/contracts';

export function documentWords(kind: Receipt['kind']): string {
  return { receipt: 'Receipt', 'tip-receipt': 'Tip receipt', 'credit-note': 'Credit note' }[kind];
}

export function ticketState(state: Ticket['state']): string {
  return {
    'waiting-for-staff': 'With us',
    'waiting-for-person': 'We have answered',
    closed: 'Closed',
  }[state];
}

/** `visa` -> `Visa`; Stripe writes brands in small letters. */
export function brandWords(brand: string): string {
  const known: Record<string, string> = {
    amex: 'American Express',
    jcb: 'JCB',
    unionpay: 'UnionPay',
    diners: 'Diners Club',
  };
  return known[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1);
}
