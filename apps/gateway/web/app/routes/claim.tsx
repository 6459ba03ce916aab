import { Button, Checkbox, Textarea } from '@mantine/core';
import type { Output, ViewBooking } from '@sounding/contracts';
import { format } from '@sounding/money';
import { termsOf, windows } from '@sounding/terms';
import { KeyField, ProblemNotice, Submit, When } from '@sounding/ui';
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

export const meta: MetaFunction = () => [{ title: 'Use the guarantee · Sounding' }];

/** Step one explains and asks; step two (`?step=2`) takes the words. Both are ordinary pages. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const [person, booking] = await load(request, () =>
    Promise.all([personOf(request, context), apiOf(context).get<Output<typeof ViewBooking>>(`/bookings/${params.id}`)]),
  );
  const second = new URL(request.url).searchParams.get('step') === '2';
  return { booking, words: windows(termsOf(booking.termsVersion)), second, zone: person.zone, formKey: newKey() };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    await apiOf(context).post(`/bookings/${params.id}/claim`, { text: text(form, 'text') }, text(form, 'key'));
    return redirect(`/bookings/${params.id}`);
  });
}

export default function ClaimPage(): ReactNode {
  const { booking, words, second } = useLoaderData<typeof loader>();
  if (!booking.mayClaim) return <NoClaim id={booking.id} days={words.guarantee} />;
  return <div className="narrow">{second ? <Words /> : <Rules />}</div>;
}

function NoClaim({ id, days }: { id: string; days: string }): ReactNode {
  return (
    <div className="narrow">
      <h1>The guarantee cannot be used here now</h1>
      <p>
        You can use it once for a booking, after its session and for {days}. If something else is wrong,{' '}
        <Link to={`/tickets/new?booking=${id}`}>write to support</Link>: a person reads it.
      </p>
      <p>
        <Link to={`/bookings/${id}`}>Back to the booking</Link>
      </p>
    </div>
  );
}

function Rules(): ReactNode {
  const { booking, words, zone } = useLoaderData<typeof loader>();
  return (
    <>
      <p className="eyebrow">Step 1 of 2</p>
      <h1>
        The <span className="together">money-back</span> guarantee
      </h1>
      <p className="lead">
        You can get up to {format(booking.offer.price)} back for “{booking.offer.title}”.
      </p>
      <ul className="rules">
        <li>We still hold your money; your provider has not been paid.</li>
        <li>
          A person reads what you write and decides within {words.claim}. If nobody does, you get the whole price back.
        </li>
        <li>Your provider reads the decision and its reason, not your words.</li>
        <li>You can use the guarantee once for this booking. The Handling Fee is kept.</li>
        {booking.claimUntil && (
          <li>
            It runs until <When at={booking.claimUntil} zone={zone} />.
          </li>
        )}
      </ul>
      <div className="row">
        <Button component={Link} to="?step=2">
          Go on
        </Button>
        <Link to={`/bookings/${booking.id}`}>Not now</Link>
      </div>
    </>
  );
}

function Words(): ReactNode {
  const { booking, formKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <>
      <p className="eyebrow">Step 2 of 2</p>
      <h1>What went wrong?</h1>
      <ProblemNotice problem={refused && 'problem' in refused ? refused.problem : null} />
      <Form method="post" className="form">
        <KeyField value={formKey} />
        <Textarea
          name="text"
          label="In your own words"
          description="What you expected and what happened. Leave out what you would rather keep between you and your provider."
          maxLength={4000}
          rows={7}
          required
        />
        <Checkbox
          name="sure"
          label={`I ask for up to ${format(booking.offer.price)} back and know that I can do so once`}
          required
        />
        <div className="row">
          <Submit busy="Sending…">Make the claim</Submit>
          <Link to="?">Back</Link>
        </div>
      </Form>
    </>
  );
}
