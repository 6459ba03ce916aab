/** After the release: the form that gives money back, and the step that says once more what it will do. Works without script. */
import { Radio, Textarea, TextInput } from '@mantine/core';
import type { Money } from '@sounding/contracts';
import { CURRENCY, currencyName, format, money } from '@sounding/money';
import { amountsSuchAs, KeyField, Submit, typedAmount } from '@sounding/ui';
import type { ReactNode } from 'react';
import { Form } from 'react-router';

/** What staff have filled in, to be looked at once more. */
export interface Giving {
  readonly toClient: Money;
  readonly bearer: 'platform' | 'provider';
  readonly reason: string;
}

interface GiveBackProps {
  /** What of the price is not given back yet. */
  readonly left: Money;
  readonly formKey: string;
  readonly confirm: Giving | null;
  readonly unreadable: boolean;
}

export function GiveBack({ left, formKey, confirm, unreadable }: GiveBackProps): ReactNode {
  return (
    <section className="card" aria-labelledby="give-back" data-left={left.minor}>
      <h2 id="give-back">Give money back</h2>
      {left.minor <= 0 ? (
        <p className="quiet">Nothing of the price is left to give back.</p>
      ) : confirm ? (
        <Confirm giving={confirm} left={left} formKey={formKey} />
      ) : (
        <Ask left={left} unreadable={unreadable} />
      )}
    </section>
  );
}

function Ask({ left, unreadable }: { left: Money; unreadable: boolean }): ReactNode {
  return (
    <>
      <p>
        The price was released. <strong>{format(left)}</strong> of it is left; the Handling Fee is kept.
      </p>
      <Form method="post" className="form">
        <TextInput
          name="amount"
          label={`To the client, in ${currencyName(CURRENCY)}`}
          description={`From ${typedAmount(money(1))} to ${typedAmount(left)}`}
          inputMode="decimal"
          error={unreadable ? `Write an amount such as ${amountsSuchAs(30)}, up to ${typedAmount(left)}.` : undefined}
          required
        />
        <Radio.Group name="bearer" label="Who bears it" required>
          <Radio
            value="platform"
            label="We do: goodwill"
            description="The provider keeps what they got. Our commission on the amount goes back too."
          />
          <Radio
            value="provider"
            label="The provider: their fault is on record"
            description="It is taken from what is payable to them. What was sent already they owe us, and it is kept back from later releases."
          />
        </Radio.Group>
        <Textarea
          name="reason"
          label="Reason, which both sides read"
          rows={4}
          minLength={10}
          maxLength={2_000}
          required
        />
        <Submit name="what" value="look" variant="default">
          Look at it once more
        </Submit>
      </Form>
    </>
  );
}

function Confirm({ giving, left, formKey }: { giving: Giving; left: Money; formKey: string }): ReactNode {
  const { toClient, bearer, reason } = giving;
  const after: Money = { minor: left.minor - toClient.minor, currency: left.currency };
  return (
    <Form method="post" className="form">
      <KeyField value={formKey} />
      <input type="hidden" name="amount" value={typedAmount(toClient)} />
      <input type="hidden" name="bearer" value={bearer} />
      <input type="hidden" name="reason" value={reason} />
      <p>
        <strong>{format(toClient)}</strong> goes back to the client, and{' '}
        {bearer === 'provider' ? 'the provider bears their part of it' : 'we bear it'}. {format(after)} of the price is
        left then. Both sides read:
      </p>
      <blockquote className="own-words">{reason}</blockquote>
      <div className="row">
        <Submit color="rust" name="what" value="give" busy="Giving back…">
          {`Give ${format(toClient)} back`}
        </Submit>
        <Submit variant="default" name="what" value="not" formNoValidate>
          Not now
        </Submit>
      </div>
    </Form>
  );
}
