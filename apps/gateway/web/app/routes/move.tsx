import type { FindMoves, Output, ViewBooking } from '@sounding/contracts';
import { KeyField, ProblemNotice, Submit, When, zoneName } from '@sounding/ui';
import { act, apiOf, load, newKey, text, visit } from '@sounding/ui/api';
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
import { byDay, shownDays } from '../days.ts';
import { sideOf } from '../next-step.ts';
import { Days } from '../parts/Days.tsx';

export const meta: MetaFunction = () => [{ title: 'Move this booking · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const { now } = context.get(visit);
  const path = `/bookings/${params.id}`;
  const [person, booking] = await load(request, () =>
    Promise.all([personOf(request, context), api.get<Output<typeof ViewBooking>>(path)]),
  );
  const { zone } = person;
  const search = new URL(request.url).searchParams;
  const { range, ways } = shownDays(search.get('from'), now, zone);
  const { starts } = await load(request, () => api.get<Output<typeof FindMoves>>(`${path}/moves`, range));
  const side = sideOf(booking, person.accountId);
  const picked = search.get('start');
  const common = { booking, side, zone, now: now.toISOString(), formKey: newKey(), picked };
  return { ...common, days: byDay(starts, zone), ...ways };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const startsAt = text(form, 'startsAt');
    await apiOf(context).post(`/bookings/${params.id}/move`, { startsAt }, text(form, 'key'));
    return redirect(`/bookings/${params.id}`);
  });
}

export default function MovePage(): ReactNode {
  const { booking, side, zone, now, days, earlier, later, picked, formKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const length = Date.parse(booking.endsAt) - Date.parse(booking.startsAt);
  return (
    <div className="narrow">
      <h1>{picked ? 'Move to this time?' : 'Move to another time'}</h1>
      <ProblemNotice problem={refused && 'problem' in refused ? refused.problem : null} />
      <div className="card">
        <h2>{booking.offer.title}</h2>
        <dl className="facts">
          <dt>Now</dt>
          <dd>
            <When at={booking.startsAt} to={booking.endsAt} zone={zone} />
          </dd>
          {picked && (
            <>
              <dt>New time</dt>
              <dd>
                <strong>
                  <When at={picked} to={new Date(Date.parse(picked) + length).toISOString()} zone={zone} />
                </strong>
              </dd>
            </>
          )}
        </dl>
        <p>
          {side === 'client'
            ? 'Nothing is charged: what you paid moves with it. Your provider is told.'
            : 'Nothing is charged. Your client is told, and may cancel for the whole price if the new time does not suit them.'}
        </p>
      </div>
      {picked ? (
        <Form method="post" className="form book-form">
          <KeyField value={formKey} />
          <input type="hidden" name="startsAt" value={picked} />
          <div className="row">
            <Submit busy="Moving…">Move it</Submit>
            <Link to="?">Pick another time</Link>
          </div>
        </Form>
      ) : (
        <section aria-labelledby="times">
          <h2 id="times">Pick a time</h2>
          <p className="quiet small" suppressHydrationWarning>
            Times are in {zoneName(zone, days[0]?.starts[0] ?? now)}.
            {booking.moveUntil && (
              <>
                {' '}
                You can move it until <When at={booking.moveUntil} zone={zone} />.
              </>
            )}
          </p>
          <Days
            days={days}
            zone={zone}
            now={now}
            earlier={earlier}
            later={later}
            to={(start) => `?start=${encodeURIComponent(start)}`}
          />
          <p>
            <Link to={`/bookings/${booking.id}`}>Keep the time</Link>
          </p>
        </section>
      )}
    </div>
  );
}
