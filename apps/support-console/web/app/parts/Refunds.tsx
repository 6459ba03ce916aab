/** The refunds of a booking with their states; one that its bank sent back can be sent again. */
import type { BookingMoney, Output } from '@sounding/contracts';
import { format } from '@sounding/money';
import { KeyField, Submit } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form } from 'react-router';

type Refund = NonNullable<Output<typeof BookingMoney>['refunds']>[number];

const STATES: Record<Refund['state'], readonly [word: string, meaning: string]> = {
  intended: ['Being asked', 'Stripe has not answered yet'],
  asked: ['On its way', 'the bank has it'],
  made: ['Made', 'Stripe has sent it'],
  failed: ['Sent back', 'the client’s bank refused it; we owe it'],
  void: ['Not needed', 'the client’s bank had taken the money back before'],
};

export function Refunds({ refunds, formKey }: { refunds: readonly Refund[]; formKey: string }): ReactNode {
  if (refunds.length === 0) return null;
  return (
    <section aria-labelledby="refunds">
      <h2 id="refunds">Refunds</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col" className="number">
              Amount
            </th>
            <th scope="col">State</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          {refunds.map((refund) => (
            <tr key={refund.id} data-refund={refund.state}>
              <td className="number">{format(refund.amount)}</td>
              <td>
                <span className={refund.state === 'failed' ? 'tag tag-warn' : 'tag'}>{STATES[refund.state][0]}</span>{' '}
                <span className="quiet">{STATES[refund.state][1]}</span>
              </td>
              <td>
                {refund.state === 'failed' ? (
                  <Form method="post" className="row">
                    <KeyField value={formKey} />
                    <input type="hidden" name="refund" value={refund.id} />
                    <Submit size="compact-sm" name="what" value="refund-again" busy="Sending…">
                      Send it again
                    </Submit>
                    <Submit size="compact-sm" variant="default" name="what" value="refund-by-hand" busy="Keeping…">
                      We sent it from our bank
                    </Submit>
                  </Form>
                ) : (
                  <span className="quiet">nothing</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
