/** A bill as billing would open it, for measurements without billing. Pure. */
import type { Bill, Input, OpenBill } from '@sounding/contracts';
import { add, type Money, money } from '@sounding/money';
import { termsAt } from '@sounding/terms';

const FEE = money(349);

export function billOf(asked: Input<typeof OpenBill>, clientId: string, now: Date): Bill {
  const line = (kind: 'price' | 'handling-fee', amount: Money) => ({ kind, quantity: 1, unit: amount, amount });
  return {
    ...asked,
    id: asked.bookingId,
    clientId,
    lines: [line('price', asked.price), line('handling-fee', FEE)],
    total: add(asked.price, FEE),
    termsVersion: termsAt(now).version,
    madeAt: now.toISOString(),
    hash: 'of no bill',
    state: 'open',
    paidAt: null,
  };
}
