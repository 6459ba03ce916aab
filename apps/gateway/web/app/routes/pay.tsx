import { Checkbox } from '@mantine/core';
import type { IssueBill, Output, StartPayment, ViewBill, ViewBooking } from '@sounding/contracts';
import { format } from '@sounding/money';
import { sentencesFor, termsOf } from '@sounding/terms';
import {
  BillLines,
  Countdown,
  duration,
  KeyField,
  modeWords,
  type Problem,
  ProblemNotice,
  StillWater,
  Submit,
  When,
} from '@sounding/ui';
import { act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
import { zoneOf } from '@sounding/ui/session';
import { type ReactNode, useCallback } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
  useRevalidator,
} from 'react-router';
import { pdfPath } from '../parts/DocumentPdf.tsx';
import { LeaveForPayment, leaveTo } from '../parts/LeaveForPayment.tsx';
import { Sessions } from '../parts/Sessions.tsx';

export const meta: MetaFunction = () => [{ title: 'Your bill · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const { now } = context.get(visit);
  const [booking, bill, zone] = await load(request, () =>
    Promise.all([
      api.get<Output<typeof ViewBooking>>(`/bookings/${params.id}`),
      api.get<Output<typeof ViewBill>>(`/bookings/${params.id}/bill`),
      zoneOf(request, context),
    ]),
  );
  if (bill.state === 'paid') throw redirect(`/bookings/${booking.id}?paid=1`);
  const open = bill.state === 'open' && booking.state === 'reserved' && Date.parse(bill.expiresAt) > now.getTime();
  const sentences = sentencesFor(termsOf(bill.termsVersion), {
    price: booking.offer.price,
    startsAt: bill.startsAt,
    endsAt: bill.endsAt,
    now,
  });
  return { booking, bill, zone, open, sentences, now: now.toISOString(), formKey: newKey() };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    if (text(form, 'what') === 'paper') {
      const { id } = await apiOf(context).post<Output<typeof IssueBill>>(`/bookings/${params.id}/bill-document`, {});
      return redirect(pdfPath(id, 'full'));
    }
    const { url } = await apiOf(context).post<Output<typeof StartPayment>>(
      `/bookings/${params.id}/payment`,
      { keepCard: text(form, 'keepCard') === 'yes' },
      text(form, 'key'),
    );
    return leaveTo(request, url);
  });
}

export default function Pay(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  if (done && 'leaveTo' in done) return <LeaveForPayment url={done.leaveTo} />;
  return (
    <div className="narrow">
      {page.open ? <OpenBill page={page} problem={done?.problem} /> : <Expired page={page} />}
    </div>
  );
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

function OpenBill({ page, problem }: { page: Page; problem: Problem | null | undefined }): ReactNode {
  const { booking, bill, zone, now, formKey } = page;
  const { revalidate } = useRevalidator();
  const onOver = useCallback(() => void revalidate(), [revalidate]);
  return (
    <>
      <h1>Your bill</h1>
      <p className="card wash kept">
        We keep {bill.sessions ? 'these times' : 'this time'} for you until <When at={bill.expiresAt} zone={zone} />.
        Left: <Countdown until={bill.expiresAt} now={now} over="none" onOver={onOver} />
      </p>
      <section className="card" aria-labelledby="what">
        <h2 id="what">{booking.offer.title}</h2>
        {bill.sessions ? (
          <Sessions sessions={bill.sessions} zone={zone} />
        ) : (
          <p>
            <When at={bill.startsAt} to={bill.endsAt} zone={zone} />
          </p>
        )}
        <BillLines
          caption="The lines of the bill"
          lines={bill.lines}
          total={bill.total}
          what={`${duration(booking.offer.durationMinutes)}, ${modeWords(bill.mode).name.toLowerCase()}`}
        />
      </section>
      {/* The answer is a file, so the browser sends the form: the page, its countdown and what is ticked stay as they are. */}
      <Form method="post" reloadDocument className="bill-paper">
        <button type="submit" name="what" value="paper" className="link-button">
          The bill as PDF
        </button>
      </Form>
      <Rules page={page} />
      <ProblemNotice problem={problem} />
      <Form method="post" className="form">
        <KeyField value={formKey} />
        <Checkbox
          name="keepCard"
          value="yes"
          label="Keep this card for tips"
          description="Only if you like. Stripe keeps it, and you can have it forgotten in your account at any time."
        />
        <Submit size="lg" fullWidth busy="Opening the payment page…">
          Pay {format(bill.total)}
        </Submit>
        <p className="quiet small">
          You pay on the page of our payment company, Stripe. Your card statement says nothing about the subject.{' '}
          <Link to={`/listings/${booking.offer.listingId}`}>Rather not</Link>
        </p>
      </Form>
    </>
  );
}

function Rules({ page }: { page: Page }): ReactNode {
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">What applies, in plain English</h2>
      <ul className="rules">
        {page.sentences.map((sentence) => (
          <li key={sentence.rule}>
            {sentence.text}
            {sentence.until && (
              <span className="quiet small">
                {' '}
                Until <When at={sentence.until} zone={page.zone} />.
              </span>
            )}
          </li>
        ))}
      </ul>
      <p className="small quiet">
        Terms of {page.bill.termsVersion}. <Link to={`/terms/${page.bill.termsVersion}`}>Read them all</Link>
      </p>
    </section>
  );
}

function Expired({ page }: { page: Page }): ReactNode {
  return (
    <>
      <StillWater />
      <h1>The time to pay ran out</h1>
      <p className="lead">The time is free for others again. Nothing was charged.</p>
      <p>
        If a payment was just under way, we either book the time for you after all or send back all of it, the Handling
        Fee included.
      </p>
      <p>
        <Link to={`/listings/${page.booking.offer.listingId}`}>Pick a time again</Link> ·{' '}
        <Link to={`/bookings/${page.booking.id}`}>The story of this booking</Link>
      </p>
    </>
  );
}
