import fc from 'fast-check';
import type Stripe from 'stripe';
import { afterRefund, refundable } from './refund.ts';

const charge = (amount: number) =>
  ({ amount_captured: amount, amount_refunded: 0, refunded: false }) as unknown as Stripe.Charge;

it('any parts that add up to the charge leave nothing, and only the last one makes it refunded', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 20 }), (parts) => {
      let left = charge(parts.reduce((sum, part) => sum + part, 0));
      for (const [index, part] of parts.entries()) {
        expect(refundable(left)).toBeGreaterThanOrEqual(part);
        left = afterRefund(left, part);
        expect(left.refunded).toBe(index === parts.length - 1);
      }
      expect(refundable(left)).toBe(0);
      expect(afterRefund(left, -1)).toMatchObject({ refunded: false });
    }),
  );
});
