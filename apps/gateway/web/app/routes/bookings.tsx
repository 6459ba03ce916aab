import { Button } from '@mantine/core';
import type { Booking, MyBookings, MyWaits, Output } from '@sounding/contracts';
import { format } from '@sounding/money';
import { ProblemNotice, StillWater, stateWords, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
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
import { providersOf } from '../names.server.ts';
import { nextStep, weekWords } from '../next-step.ts';
import { Deadline } from '../parts/Deadline.tsx';
import { OfferedTime } from '../parts/OfferedTime.tsx';
import { Waits } from '../parts/Waits.tsx';

export const meta: MetaFunction = () => [{ title: 'My bookings · Sounding' }];

const OVER = new Set<Booking['state']>(['released', 'lapsed', 'cancelled', 'refunded']);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const api = apiOf(context);
  const [{ bookings }, { waits }] = await load(request, () =>
    Promise.all([
      api.get<Output<typeof MyBookings>>('/bookings', { as: 'client' }),
      api.get<Output<typeof MyWaits>>('/waits'),
    ]),
  );
  const open = bookings.filter((booking) => !OVER.has(booking.state));
  return {
    open,
    past: bookings.filter((booking) => OVER.has(booking.state)),
    waits,
    joined: new URL(request.url).searchParams.get('waiting') === '1' && waits.length > 0,
    names: await providersOf(context, [...open, ...waits.map((one) => ({ ...one, offer: one }))]),
    formKey: newKey(),
    zone: person.zone,
    now: context.get(visit).now.toISOString(),
  };
}

/** Leaves the line. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    await apiOf(context).delete(`/waits/${encodeURIComponent(text(form, 'leave'))}`);
    return redirect('/bookings');
  });
}

export default function Bookings(): ReactNode {
  const { open, past, waits, joined, names, zone, now, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <>
      <div className="row row-between">
        <h1>My bookings</h1>
        <Link to="/documents">Receipts</Link>
      </div>
      <ProblemNotice problem={done && 'problem' in done ? done.problem : null} />
      {joined && (
        <p role="status" className="card wash">
          You are in line. We write to you as soon as a time is kept for you.
        </p>
      )}
      {open.length === 0 && waits.length === 0 && (
        <div className="card narrow">
          <StillWater />
          <p>Nothing is coming up. When you book a session, it appears here with its next step.</p>
          <Button component={Link} to="/search">
            Find someone
          </Button>
        </div>
      )}
      <ul className="plain stack">
        {open.map((booking) => (
          <li key={booking.id}>
            <OpenBooking booking={booking} name={names[booking.providerId]} zone={zone} now={now} formKey={formKey} />
          </li>
        ))}
      </ul>
      <Waits waits={waits} names={names} zone={zone} />
      {past.length > 0 && (
        <>
          <h2>Earlier</h2>
          <ul className="plain past">
            {past.map((booking) => (
              <li key={booking.id}>
                <Link to={`/bookings/${booking.id}`}>{booking.offer.title}</Link>
                <span className="quiet">
                  <When at={booking.startsAt} zone={zone} />
                </span>
                <span className="tag">{stateWords(booking.state)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface OpenBookingProps {
  readonly booking: Booking;
  readonly name: string | undefined;
  readonly zone: string;
  readonly now: string;
  readonly formKey: string;
}

function OpenBooking({ booking, name, zone, now, formKey }: OpenBookingProps): ReactNode {
  const step = nextStep(booking, 'client');
  return (
    <article className="card booking-card">
      <div>
        <p className="row small">
          <span className="tag tag-good">{stateWords(booking.state)}</span>
          <span className="quiet">{format(booking.total)}</span>
          {weekWords(booking) && <span className="tag">{weekWords(booking)}</span>}
        </p>
        <h2>
          <Link to={`/bookings/${booking.id}`}>{booking.offer.title}</Link>
        </h2>
        <p>
          <When at={booking.startsAt} to={booking.endsAt} zone={zone} />
          {name && <span className="quiet"> with {name}</span>}
        </p>
      </div>
      <div className="booking-step">
        <p>
          <strong>Next: {step.title}</strong>
        </p>
        {booking.state === 'offered' ? (
          <OfferedTime booking={booking} zone={zone} now={now} formKey={formKey} />
        ) : (
          <>
            <Deadline until={step.until} zone={zone} now={now} />
            {step.link && (
              <Button component={Link} to={step.link.to}>
                {step.link.words}
              </Button>
            )}
          </>
        )}
        {booking.next.what === 'tip-or-claim' && <Link to={`/bookings/${booking.id}`}>Tip, claim, receipt</Link>}
      </div>
    </article>
  );
}
