import { NativeSelect } from '@mantine/core';
import type { Hours, MyCatalog, Output } from '@sounding/contracts';
import { knownZones, ProblemNotice, Submit } from '@sounding/ui';
import { act, apiOf, load, text } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
} from 'react-router';
import { ProviderNav } from '../parts/ProviderNav.tsx';
import { DAYS, ofDay, readWeek, shown } from '../week.ts';

export const meta: MetaFunction = () => [{ title: 'Your hours · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const api = apiOf(context);
  const [hours, { provider }] = await load(request, () =>
    Promise.all([api.get<Hours>('/provider/hours'), api.get<Output<typeof MyCatalog>>('/provider')]),
  );
  // Nobody's hours are in UTC before they were ever set: the account's own zone is the better first guess.
  const zone = hours.weekly.length === 0 ? person.zone : hours.zone;
  return { hours, handle: provider?.handle ?? null, zone, zones: knownZones(zone) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    await apiOf(context).put('/provider/hours', {
      zone: text(form, 'zone'),
      weekly: readWeek((name) => text(form, name)),
    });
    return { saved: true, problem: null };
  });
}

export default function HoursPage(): ReactNode {
  const { hours, handle, zone, zones } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <>
      <ProviderNav handle={handle} />
      <div className="narrow">
        <h1>Your weekly hours</h1>
        <p>Clients can book inside these hours. They see them in their own zone; you set them in yours.</p>
        <ProblemNotice problem={done?.problem} />
        {done && 'saved' in done && (
          <p role="status" className="card wash">
            Saved. Your free times are being shown anew.
          </p>
        )}
        <Form method="post" className="form" key={JSON.stringify(hours)}>
          <NativeSelect name="zone" label="Time zone of these hours" defaultValue={zone} data={[...zones]} />
          {DAYS.map((name, index) => (
            <Day key={name} name={name} day={index + 1} weekly={hours.weekly} />
          ))}
          <p className="quiet small">Leave a pair empty for no hours. 12:00 AM at the end means midnight.</p>
          <Submit>Save</Submit>
        </Form>
      </div>
    </>
  );
}

function Day({ name, day, weekly }: { name: string; day: number; weekly: Hours['weekly'] }): ReactNode {
  return (
    <fieldset className="hours-day">
      <legend>{name}</legend>
      <div className="hours-pairs">
        {ofDay(weekly, day).map((window, place) => {
          const id = `${day}-${place}`;
          const which = place === 0 ? '' : ', second part';
          return (
            <span key={id} className="hours-pair">
              <input
                type="time"
                name={`from-${id}`}
                aria-label={`${name} from${which}`}
                defaultValue={shown(window?.from)}
              />
              <span aria-hidden="true">to</span>
              <input type="time" name={`to-${id}`} aria-label={`${name} to${which}`} defaultValue={shown(window?.to)} />
            </span>
          );
        })}
      </div>
    </fieldset>
  );
}
