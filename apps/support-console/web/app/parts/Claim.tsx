/** A claim: how it stands, or the form that decides it, with what each side would get. */
import { Textarea, TextInput } from '@mantine/core';
import type { Booking, ClaimView, Money } from '@sounding/contracts';
import { CURRENCY, currencyName, format, zero } from '@sounding/money';
import { settle, termsOf } from '@sounding/terms';
import { amountsSuchAs, KeyField, readAmount, Submit, typedAmount, When } from '@sounding/ui';
import { type ReactNode, useState } from 'react';
import { Form } from 'react-router';

interface ClaimProps {
  readonly claim: ClaimView;
  readonly booking: Booking | null;
  readonly zone: string;
  readonly formKey: string;
  readonly unreadable: boolean;
}

export function Claim({ claim, booking, zone, formKey, unreadable }: ClaimProps): ReactNode {
  return (
    <section className="card" aria-labelledby="claim" data-claim={claim.state}>
      <h2 id="claim">Guarantee claim</h2>
      {claim.state === 'open' ? (
        <>
          <p>
            Up to {format(claim.most)}. Decide by <When at={claim.decideBy} zone={zone} />; after that it is upheld in
            full.
          </p>
          <Decision claim={claim} booking={booking} formKey={formKey} unreadable={unreadable} />
        </>
      ) : (
        <>
          <p>
            {claim.state === 'upheld-by-clock' ? 'Upheld in full by the clock.' : 'Decided by staff.'}{' '}
            <strong>{format(claim.toClient ?? claim.most)}</strong> of {format(claim.most)} to the client
            {claim.decidedAt && (
              <>
                , <When at={claim.decidedAt} zone={zone} />
              </>
            )}
            .
          </p>
          {claim.reason && <blockquote className="own-words">{claim.reason}</blockquote>}
        </>
      )}
    </section>
  );
}

type DecisionProps = Omit<ClaimProps, 'zone'>;

function Decision({ claim, booking, formKey, unreadable }: DecisionProps): ReactNode {
  const [typed, setTyped] = useState('');
  const amount = readAmount(typed);
  const half: Money = { minor: Math.ceil(claim.most.minor / 2), currency: claim.most.currency };
  return (
    <Form method="post" className="form">
      <KeyField value={formKey} />
      <input type="hidden" name="claim" value={claim.id} />
      <TextInput
        name="amount"
        label={`Back to the client, in ${currencyName(CURRENCY)}`}
        description={`From ${typedAmount(zero())} to ${format(claim.most)}`}
        inputMode="decimal"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={unreadable ? `Write an amount such as ${amountsSuchAs(30)}.` : undefined}
        required
      />
      {booking && (
        <Shares
          booking={booking}
          rows={[
            ['Nothing', zero()],
            ['Half', half],
            ['All', claim.most],
            ...(amount && amount.minor <= claim.most.minor ? [['As written', amount] as [string, Money]] : []),
          ]}
        />
      )}
      <Textarea name="reason" label="Reason, which both sides read" rows={5} minLength={10} maxLength={2000} required />
      <Submit color="rust" busy="Deciding…">
        Decide the claim
      </Submit>
      <p className="quiet small">A decision is final here. The Handling Fee is kept in every case.</p>
    </Form>
  );
}

/** What each side gets, worked out by the same rule that will move the money. */
function Shares({ booking, rows }: { booking: Booking; rows: readonly (readonly [string, Money])[] }): ReactNode {
  const terms = termsOf(booking.termsVersion);
  return (
    <table className="table shares">
      <caption>What each side gets</caption>
      <thead>
        <tr>
          <th scope="col">Back</th>
          <th scope="col" className="number">
            Client
          </th>
          <th scope="col" className="number">
            Provider
          </th>
          <th scope="col" className="number">
            Commission
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([words, decided]) => {
          const shares = settle(terms, 'claim-decided', { price: booking.offer.price, decided });
          return (
            <tr key={words}>
              <th scope="row">{words}</th>
              <td className="number">{format(shares.toClient)}</td>
              <td className="number">{format(shares.toProvider)}</td>
              <td className="number">{format(shares.commission)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
