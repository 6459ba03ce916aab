import { TextInput } from '@mantine/core';
import type { MyCard, Output, StartTip, ViewBooking } from '@sounding/contracts';
import { CURRENCY, currencyName, format, money } from '@sounding/money';
import { termsOf, windows } from '@sounding/terms';
import { amountsSuchAs, KeyField, ProblemNotice, readAmount, Submit, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { cardWords } from '../cards.ts';
import { LeaveForPayment, leaveTo } from '../parts/LeaveForPayment.tsx';

export const meta: MetaFunction = () => [{ title: 'A tip · Sounding' }];

/** So many times the least tip are offered as one press. */
const OFTEN = [5, 10, 20] as const;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const [person, booking, { card }] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      api.get<Output<typeof ViewBooking>>(`/bookings/${params.id}`),
      api.get<Output<typeof MyCard>>('/account/card'),
    ]),
  );
  const terms = termsOf(booking.termsVersion);
  return { booking, card, words: windows(terms), tip: terms.tip, zone: person.zone, formKey: newKey() };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const kept = text(form, 'kept');
  const chosen = kept || text(form, 'often') || text(form, 'amount');
  const amount = readAmount(chosen);
  if (!amount) return { unreadable: true, problem: null };
  return act(request, async () => {
    const { url } = await apiOf(context).post<Output<typeof StartTip>>(
      `/bookings/${params.id}/tips`,
      { amount, withKeptCard: kept !== '' },
      text(form, 'key'),
    );
    // Paid already: the page that follows is ours.
    const { pathname, search } = new URL(url);
    return pathname === `/bookings/${params.id}` ? redirect(pathname + search) : leaveTo(request, url);
  });
}

export default function Tip(): ReactNode {
  const { booking, card, words, tip, zone, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  if (done && 'leaveTo' in done) return <LeaveForPayment url={done.leaveTo} />;
  if (!booking.mayTip) {
    return (
      <div className="narrow">
        <h1>A tip is not possible now</h1>
        <p>You can give one from the end of the session until {words.tip} after it.</p>
        <Link to={`/bookings/${booking.id}`}>Back to the booking</Link>
      </div>
    );
  }
  const unreadable = done && 'unreadable' in done;
  const often = OFTEN.map((times) => format(money(tip.least.minor * times, tip.least.currency)));
  return (
    <div className="narrow">
      <h1>Say thank you</h1>
      <p className="lead">All of it goes to your provider: no Handling Fee, no commission.</p>
      <ProblemNotice problem={done && 'problem' in done ? done.problem : null} />
      <Form method="post" className="form">
        <KeyField value={formKey} />
        {card && <WithCard card={card} often={often} />}
        {card && <h2 className="small">Or on Stripe’s page, with any card</h2>}
        <div className="row">
          {often.map((amount) => (
            <Submit key={amount} name="often" value={amount} variant="default" formNoValidate>
              {amount}
            </Submit>
          ))}
        </div>
        <TextInput
          name="amount"
          label={`Another amount, in ${currencyName(CURRENCY)}`}
          description={`From ${format(tip.least)} to ${format(tip.most)}`}
          inputMode="decimal"
          error={unreadable ? `Write an amount such as ${amountsSuchAs(15)}.` : undefined}
          className="amount-field"
        />
        <div className="row">
          <Submit>Go to payment</Submit>
          <Link to={`/bookings/${booking.id}`}>Not now</Link>
        </div>
        {booking.tipUntil && (
          <p className="quiet small">
            Possible until <When at={booking.tipUntil} zone={zone} />. A tip is a gift and is returned only if we make
            an error.
          </p>
        )}
      </Form>
    </div>
  );
}

/** One press, because the client asked us to keep this card. */
function WithCard({
  card,
  often,
}: {
  card: NonNullable<Output<typeof MyCard>['card']>;
  often: readonly string[];
}): ReactNode {
  return (
    <fieldset className="card wash">
      <legend>At once, with your kept card</legend>
      <div className="row">
        {often.map((amount) => (
          <Submit key={amount} name="kept" value={amount} busy="Paying…" formNoValidate>
            Tip {amount} with {cardWords(card)}
          </Submit>
        ))}
      </div>
      <p className="quiet small">
        Charged when you press. If your bank wants to ask you first, you go to Stripe’s page.{' '}
        <Link to="/account#card">Forget this card</Link>
      </p>
    </fieldset>
  );
}
