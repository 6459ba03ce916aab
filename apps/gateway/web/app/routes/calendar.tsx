import { TextInput } from '@mantine/core';
import type { BusyCalendar, BusyProblem, MakeFeed, MyCalendars, MyCatalog, Output } from '@sounding/contracts';
import { KeyField, type Problem, ProblemNotice, Submit, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
} from 'react-router';

export const meta: MetaFunction = () => [{ title: 'Your calendar · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const [person, calendars, { provider }] = await load(request, () =>
    Promise.all([
      personOf(request, context),
      api.get<Output<typeof MyCalendars>>('/calendars'),
      api.get<Output<typeof MyCatalog>>('/provider'),
    ]),
  );
  return { ...calendars, zone: person.zone, offers: provider !== null, keys: { feed: newKey(), busy: newKey() } };
}

interface Done {
  readonly feed?: string;
  readonly said?: string;
  readonly problem: Problem | null;
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const api = apiOf(context);
  return act(request, async (): Promise<Done> => {
    switch (text(form, 'what')) {
      case 'make': {
        const { token } = await api.post<Output<typeof MakeFeed>>('/calendars/feed', {}, text(form, 'key'));
        return { feed: new URL(`/calendar/${token}.ics`, request.url).href, problem: null };
      }
      case 'end':
        await api.delete('/calendars/feed');
        return { said: 'The address shows nothing any more.', problem: null };
      case 'add':
        await api.post('/calendars/busy', { url: text(form, 'url') }, text(form, 'key'));
        return { said: 'Added. Nobody can book you while it says that you are busy.', problem: null };
      default:
        await api.delete(`/calendars/busy/${encodeURIComponent(text(form, 'remove'))}`);
        return { said: 'Removed. Its times are free again.', problem: null };
    }
  });
}

export default function Calendar(): ReactNode {
  const { feedSince, busy, zone, offers, keys } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>() as Done | undefined;
  return (
    <div className="narrow">
      <p>
        <Link to="/account">Your account</Link>
      </p>
      <h1>Your calendar</h1>
      <ProblemNotice problem={done?.problem} />
      {done?.said && (
        <p role="status" className="card wash">
          {done.said}
        </p>
      )}
      <Feed since={feedSince} address={done?.feed ?? null} zone={zone} formKey={keys.feed} />
      {(offers || busy.length > 0) && <Busy calendars={busy} zone={zone} formKey={keys.busy} />}
    </div>
  );
}

interface FeedProps {
  readonly since: string | null;
  /** Just made, and never shown again. */
  readonly address: string | null;
  readonly zone: string;
  readonly formKey: string;
}

function Feed({ since, address, zone, formKey }: FeedProps): ReactNode {
  return (
    <section aria-labelledby="feed">
      <h2 id="feed">Your appointments in your own calendar</h2>
      <p>
        Phones and calendar programs can follow a private address. They show each appointment as "Appointment" with a
        link, and nothing else: no name, no subject, no price.
      </p>
      {address && (
        <div className="card wash" role="status">
          <TextInput label="Your private address" value={address} readOnly />
          <p>
            Add it in your calendar program as a subscription, or{' '}
            <a href={address.replace(/^https?:/, 'webcal:')}>open it there</a>. Copy it now: for your safety we keep no
            copy and cannot show it again.
          </p>
        </div>
      )}
      {since && !address && (
        <p>
          You have an address since <When at={since} zone={zone} />. If you have lost it, or somebody else may have it,
          make a new one; the old one ends at once.
        </p>
      )}
      <Form method="post" className="row">
        <KeyField value={formKey} />
        <Submit name="what" value="make" variant={since ? 'default' : 'filled'}>
          {since ? 'Make a new address' : 'Make a private address'}
        </Submit>
        {since && (
          <Submit name="what" value="end" variant="default">
            End it
          </Submit>
        )}
      </Form>
    </section>
  );
}

const PROBLEMS: Record<BusyProblem, string> = {
  unreachable: 'We could not reach it just now.',
  'not-found': 'It is gone from its address. Remove it here and add it anew.',
  'too-large': 'It has grown larger than one megabyte.',
  'too-slow': 'It did not answer in time.',
  'not-a-calendar': 'What its address shows is not a calendar any more.',
  'too-much': 'It has more entries or repetitions than we can read.',
};

interface BusyProps {
  readonly calendars: readonly BusyCalendar[];
  readonly zone: string;
  readonly formKey: string;
}

function Busy({ calendars, zone, formKey }: BusyProps): ReactNode {
  return (
    <section aria-labelledby="busy">
      <h2 id="busy">Calendars that keep you busy</h2>
      <p>
        Give us the private address of a calendar you keep elsewhere. While it says that you are busy, nobody can book
        you. We keep only those times, never what they are about, and look again every 15 minutes.
      </p>
      <ul className="plain">
        {calendars.map(({ id, host, readAt, problem, unread }) => (
          <li key={id} className="card">
            <strong>{host}</strong>
            <p className="quiet">
              {readAt && (
                <>
                  Read <When at={readAt} zone={zone} />.{' '}
                </>
              )}
              {problem && `${PROBLEMS[problem]} Until then what it said last counts. `}
              {unread === 1 && 'One entry could not be understood.'}
              {unread > 1 && `${unread} entries could not be understood.`}
            </p>
            <Form method="post">
              <Submit name="remove" value={id} variant="default">
                Remove {host}
              </Submit>
            </Form>
          </li>
        ))}
      </ul>
      <Form method="post" className="form">
        <KeyField value={formKey} />
        <TextInput
          name="url"
          label="Address of a calendar"
          description="It begins with https or webcal, and usually ends in .ics. Most programs call it “secret address” or “publish”."
          inputMode="url"
          autoComplete="off"
          required
        />
        <Submit name="what" value="add" busy="Reading it…">
          Add it
        </Submit>
      </Form>
    </section>
  );
}
