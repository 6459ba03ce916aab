import { Button } from '@mantine/core';
import type {
  Booking,
  BookingReceipts,
  BookingReview,
  Output,
  Receipt,
  ViewBooking,
  ViewClaim,
} from '@sounding/contracts';
import { format } from '@sounding/money';
import { duration, modeWords, outcomeWords, ProblemNotice, stateWords, When } from '@sounding/ui';
import { ApiProblem, act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { otherOf } from '../names.server.ts';
import { nextStep, type Side, sideOf, wasPaid, weekWords } from '../next-step.ts';
import { AnswerForm } from '../parts/AnswerForm.tsx';
import { Deadline } from '../parts/Deadline.tsx';
import { documentWords } from '../parts/documents.ts';
import { GivenBack } from '../parts/GivenBack.tsx';
import { ModeTag } from '../parts/ListingCard.tsx';
import { useLookAgain } from '../parts/look-again.ts';
import { OfferedTime } from '../parts/OfferedTime.tsx';
import { Outcome } from '../parts/Outcome.tsx';
import { placesWords } from '../places.ts';

export const meta: MetaFunction = () => [{ title: 'Your booking · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const path = `/bookings/${params.id}`;
  const search = new URL(request.url).searchParams;
  const [person, booking] = await load(request, () =>
    Promise.all([personOf(request, context), api.get<Output<typeof ViewBooking>>(path)]),
  );
  const side = sideOf(booking, person.accountId);
  const [receipts, claim, review, other] = await Promise.all([
    orNothing(api.get<Output<typeof BookingReceipts>>(`${path}/receipts`), { receipts: [] }),
    orNothing<Output<typeof ViewClaim>>(api.get(`${path}/claim`), { claim: null }),
    side === 'client' && booking.outcome !== null
      ? orNothing<Output<typeof BookingReview> | null>(api.get(`${path}/review`), null)
      : null,
    otherOf(context, booking, person.accountId),
  ]);
  return {
    booking,
    side,
    with: other,
    receipts: receipts.receipts,
    claim: claim.claim,
    givenBack: claim.givenBack ?? [],
    review: review?.review ? ('written' as const) : review?.writeUntil ? ('possible' as const) : null,
    tipped: search.get('tipped') === '1',
    arriving: booking.state === 'reserved' && search.get('paid') === '1',
    zone: person.zone,
    now: context.get(visit).now.toISOString(),
    formKey: newKey(),
  };
}

/** The provider answers a request. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const accept = text(form, 'answer') === 'yes';
    await apiOf(context).post(`/bookings/${params.id}/answer`, { accept }, text(form, 'key'));
    return redirect(`/bookings/${params.id}`);
  });
}

/** A booking is shown even while receipts or support do not answer; their part is then missing from the page. */
async function orNothing<T>(answer: Promise<T>, nothing: T): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return nothing;
  }
}

export default function BookingPage(): ReactNode {
  const {
    booking,
    side,
    receipts,
    claim,
    givenBack,
    review,
    arriving,
    tipped,
    zone,
    now,
    formKey,
    with: name,
  } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const tipReceipt = receipts.some((receipt) => receipt.kind === 'tip-receipt');
  useLookAgain(
    arriving ||
      (tipped && !tipReceipt) ||
      (booking.state === 'confirmed' && side === 'client' && receipts.length === 0),
  );
  return (
    <div className="two">
      <div>
        <p className="row">
          <span className="tag tag-good" data-state={booking.state}>
            {stateWords(booking.state)}
          </span>
          <ModeTag mode={booking.offer.mode} />
          {weekWords(booking) && <span className="tag">{weekWords(booking)}</span>}
        </p>
        <h1>{booking.offer.title}</h1>
        <p className="lead">
          <When at={booking.startsAt} to={booking.endsAt} zone={zone} />
        </p>
        <p>
          {duration(booking.offer.durationMinutes)}
          {name && ` with ${name}`}. {modeWords(booking.offer.mode).meaning}
        </p>
        {booking.offer.clientPlace && (
          <p>
            {side === 'client' ? 'You said that you' : 'Your client said that they'} will be in{' '}
            {placesWords([booking.offer.clientPlace])} during the session.
          </p>
        )}
        {tipped && (
          <p role="status" className="card">
            Thank you.{' '}
            {tipReceipt
              ? 'Your tip has arrived, and its receipt is among the documents.'
              : 'Your tip is on its way to us.'}
          </p>
        )}
        <ProblemNotice problem={refused && 'problem' in refused ? refused.problem : null} />
        {arriving ? <Arriving /> : <Next booking={booking} side={side} zone={zone} now={now} formKey={formKey} />}
        {claim && <Outcome claim={claim} side={side} zone={zone} />}
        <GivenBack given={givenBack} side={side} zone={zone} />
        <Ways booking={booking} side={side} review={review} />
      </div>
      <aside className="card two-side-sticky" aria-labelledby="money">
        <h2 id="money">Money</h2>
        <Money booking={booking} side={side} />
        {side === 'client' && <Documents receipts={receipts} paid={wasPaid(booking)} />}
      </aside>
    </div>
  );
}

function Arriving(): ReactNode {
  return (
    <section className="card wash" aria-live="polite">
      <h2>Your payment is on its way to us</h2>
      <p>This takes a few seconds. The page changes by itself as soon as the booking is confirmed.</p>
      <noscript>
        <p>
          <a href="?paid=1">Look again</a>
        </p>
      </noscript>
    </section>
  );
}

interface NextProps {
  readonly booking: Booking;
  readonly side: Side;
  readonly zone: string;
  readonly now: string;
  readonly formKey: string;
}

function Next({ booking, side, zone, now, formKey }: NextProps): ReactNode {
  const step = nextStep(booking, side);
  if (booking.state === 'offered' && side === 'client') {
    return (
      <section className="card wash" aria-labelledby="next">
        <h2 id="next">{step.title}</h2>
        <OfferedTime booking={booking} zone={zone} now={now} formKey={formKey} />
      </section>
    );
  }
  return (
    <section className="card wash" aria-labelledby="next">
      <h2 id="next">{step.title}</h2>
      <p>{step.text}</p>
      <Deadline until={step.until} zone={zone} now={now} />
      {step.link && (
        <Button component={Link} to={step.link.to} size="lg">
          {step.link.words}
        </Button>
      )}
      {side === 'provider' && booking.state === 'requested' && <AnswerForm formKey={formKey} />}
    </section>
  );
}

const CANCEL: { readonly [S in Booking['state']]?: string } = {
  requested: 'Take back the request',
  reserved: 'Give the time back',
};

interface WaysProps {
  readonly booking: Booking;
  readonly side: Side;
  readonly review: 'written' | 'possible' | null;
}

/** Everything else that a party may do, in one list; what is not possible is not shown. */
function Ways({ booking, side, review }: WaysProps): ReactNode {
  const path = `/bookings/${booking.id}`;
  const ways: [string, string][] = [];
  if (wasPaid(booking)) ways.push([`${path}/room`, 'Messages and the room']);
  if (review) ways.push([`${path}/review`, review === 'written' ? 'Your review' : 'Write a review']);
  if (side === 'client' && booking.mayTip) ways.push([`${path}/tip`, 'Say thank you with a tip']);
  if (side === 'client' && booking.mayClaim) ways.push([`${path}/claim`, 'Use the money-back guarantee']);
  if (booking.moveUntil) ways.push([`${path}/move`, 'Move to another time']);
  if (booking.mayCancel) ways.push([`${path}/cancel`, CANCEL[booking.state] ?? 'Cancel this booking']);
  ways.push([`/tickets/new?booking=${booking.id}`, 'Write to support about it']);
  return (
    <section aria-labelledby="ways">
      <h2 id="ways">What you can do</h2>
      <ul className="ways plain">
        {ways.map(([to, words]) => (
          <li key={to}>
            <Link to={to}>{words}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Money({ booking, side }: { booking: Booking; side: Side }): ReactNode {
  return (
    <dl className="facts">
      {side === 'client' ? (
        <>
          <dt>{wasPaid(booking) ? 'You paid' : 'Total'}</dt>
          <dd>
            {format(booking.total)}
            {booking.package && <span className="quiet small"> of one bill for {booking.package.of} weeks</span>}
          </dd>
        </>
      ) : (
        <>
          <dt>Your price</dt>
          <dd>{format(booking.offer.price)}</dd>
        </>
      )}
      {booking.refunded.minor > 0 && (
        <>
          <dt>{side === 'client' ? 'Back to you' : 'Back to the client'}</dt>
          <dd data-refunded={booking.refunded.minor}>{format(booking.refunded)}</dd>
        </>
      )}
      {booking.outcome && (
        <>
          <dt>Outcome</dt>
          <dd>{outcomeWords(booking.outcome)}</dd>
        </>
      )}
      <dt>Rules</dt>
      <dd>
        <Link to={`/terms/${booking.termsVersion}`}>Terms of {booking.termsVersion}</Link>
      </dd>
    </dl>
  );
}

function Documents({ receipts, paid }: { receipts: readonly Receipt[]; paid: boolean }): ReactNode {
  if (receipts.length === 0) return paid ? <p className="quiet small">Your receipt is being made.</p> : null;
  return (
    <>
      <h3>Documents</h3>
      <ul className="plain">
        {receipts.map((receipt) => (
          <li key={receipt.id}>
            <Link to={`/receipts/${receipt.id}`}>
              {documentWords(receipt.kind)} {receipt.number}
            </Link>
          </li>
        ))}
        <li className="small">
          <Link to="/documents">All your receipts</Link>
        </li>
      </ul>
    </>
  );
}
