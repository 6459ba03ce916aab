import {
  HORIZON_DAYS,
  type MyCatalog,
  type MyWeek,
  type Output,
  type Schedule,
  type WaitingForMe,
} from '@sounding/contracts';
import { knownZones, ProblemNotice } from '@sounding/ui';
import { act, apiOf, load, text, visit } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
} from 'react-router';
import { clientNamesOf } from '../names.server.ts';
import { HoursForm } from '../parts/HoursForm.tsx';
import { ProviderNav } from '../parts/ProviderNav.tsx';
import { CapsPart, DaysOffPart, ListingsPart, Overrides, TravelPart } from '../parts/ScheduleParts.tsx';
import { WeekView } from '../parts/WeekView.tsx';
import { WhoWaits } from '../parts/WhoWaits.tsx';
import { changeOf, wasOf } from '../schedule-form.ts';
import { drawnWeek, weekOf } from '../week-view.ts';

export const meta: MetaFunction = () => [{ title: 'Your schedule · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const api = apiOf(context);
  const [kept, { provider, listings }, waiting] = await load(request, () =>
    Promise.all([
      api.get<Schedule>('/provider/schedule'),
      api.get<Output<typeof MyCatalog>>('/provider'),
      api.get<Output<typeof WaitingForMe>>('/provider/waiting'),
    ]),
  );
  // Nobody's hours are in UTC before they were ever set: the account's own zone is the better first guess.
  const schedule = kept.weekly.length === 0 && kept.zone === 'UTC' ? { ...kept, zone: person.zone } : kept;
  const from = weekOf(new URL(request.url).searchParams.get('week'), context.get(visit).now, schedule.zone);
  const week = await load(request, () => api.get<Output<typeof MyWeek>>('/provider/week', { from }));
  const names = await clientNamesOf(
    context,
    week.bookings.map((booking) => booking.clientId),
  );
  return {
    schedule,
    week: drawnWeek(week, schedule.zone, names),
    listings,
    waiting: waiting.listings,
    handle: provider?.handle ?? null,
    horizon: HORIZON_DAYS,
    zones: knownZones(schedule.zone),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const api = apiOf(context);
    const field = (name: string) => text(form, name);
    const kept = await api.get<Schedule>('/provider/schedule');
    const change = changeOf(field, kept);
    if (!change) throw data(null, { status: 400 });
    await api.patch('/provider/schedule', { ...change, was: wasOf(field, change, kept) });
    return { saved: true, problem: null };
  });
}

export default function SchedulePage(): ReactNode {
  const { schedule, week, listings, waiting, handle, horizon, zones } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <>
      <ProviderNav handle={handle} />
      <h1>Your schedule</h1>
      <ProblemNotice problem={done?.problem} />
      {done && 'saved' in done && (
        <p role="status" className="card wash">
          Saved. Your free times are being shown anew.
        </p>
      )}
      <WhoWaits waiting={waiting} listings={listings} />
      <WeekView week={week} />
      <h2 id="hours">Weekly hours</h2>
      <p>Clients can book inside these hours. They see them in their own zone; you set them in yours.</p>
      <HoursForm key={JSON.stringify([schedule.zone, schedule.weekly])} schedule={schedule} zones={zones} />
      <div className="schedule-parts" key={JSON.stringify(schedule)}>
        <Overrides overrides={schedule.overrides} />
        <DaysOffPart daysOff={schedule.daysOff} />
        <TravelPart schedule={schedule} zones={zones} />
        <CapsPart caps={schedule.caps} />
      </div>
      <ListingsPart listings={listings} times={schedule.listings} horizon={horizon} />
    </>
  );
}
