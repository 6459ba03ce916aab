import { NativeSelect, TextInput } from '@mantine/core';
import type { MyAccount, MyCard, Output } from '@sounding/contracts';
import { deviceZone, knownZones, ProblemNotice, Submit } from '@sounding/ui';
import { act, apiOf, load, text } from '@sounding/ui/api';
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
import { cardWords } from '../cards.ts';

export const meta: MetaFunction = () => [{ title: 'Your account · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  const [{ alias, zone, dates }, { card }] = await load(request, () =>
    Promise.all([api.get<Output<typeof MyAccount>>('/account'), api.get<Output<typeof MyCard>>('/account/card')]),
  );
  return { alias, zone, dates, card, device: deviceZone(request.headers.get('cookie')), zones: knownZones(zone) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    if (text(form, 'forget') === 'card') {
      await apiOf(context).delete('/account/card');
      return { saved: true, problem: null };
    }
    await apiOf(context).patch('/account', {
      alias: text(form, 'alias'),
      zone: text(form, 'zone'),
      dates: text(form, 'dates'),
    });
    return { saved: true, problem: null };
  });
}

export default function Account(): ReactNode {
  const { alias, zone, dates, card, device, zones } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Your account</h1>
      <ProblemNotice problem={done?.problem} />
      {done && 'saved' in done && (
        <p role="status" className="card wash">
          Saved.
        </p>
      )}
      <Form method="post" className="form">
        <TextInput
          name="alias"
          label="Alias"
          description="What other people here call you, unless you show your providers a name of yours."
          defaultValue={alias}
          minLength={2}
          maxLength={40}
          required
        />
        <NativeSelect
          name="zone"
          label="Time zone"
          description="All times on your pages and in your mails are shown in it."
          defaultValue={zone}
          data={[...zones]}
        />
        <NativeSelect
          name="dates"
          label="Dates in your mails"
          defaultValue={dates}
          data={[
            { value: 'en-GB', label: 'Monday, 23 November 2026 at 18:00' },
            { value: 'en-US', label: 'Monday, November 23, 2026 at 6:00 PM' },
          ]}
        />
        {device && device !== zone && (
          <p className="card wash">This device is set to {device}. If you have moved, choose it above.</p>
        )}
        <Submit>Save</Submit>
      </Form>
      <h2>How you sign in</h2>
      <ul>
        <li>
          <Link to="/account/security">Your password and a second step</Link>
        </li>
        <li>
          <Link to="/account/email">Your e-mail address</Link>
        </li>
        <li>
          <Link to="/account/sessions">Where you are signed in</Link>
        </li>
      </ul>
      <h2>Your receipts</h2>
      <p>
        <Link to="/documents">Receipts</Link> of what you paid, by year, as PDF or ZIP.{' '}
        <Link to="/account/documents">Your full name or another paper on them</Link>, if you like.
      </p>
      <h2>Your data</h2>
      <p>
        <Link to="/account/data">Take a copy of it, or correct it</Link>.
      </p>
      <h2>Your consents</h2>
      <p>
        <Link to="/account/consents">What you consented to</Link>, and the name that your providers see.
      </p>
      <h2>Your calendar</h2>
      <p>
        <Link to="/account/calendar">See your appointments in your own calendar</Link>, and let calendars you keep
        elsewhere say when you are busy.
      </p>
      <h2>Who looked</h2>
      <p>
        <Link to="/account/who-looked">When somebody of our staff read something of yours</Link>, what it was, and why.
      </p>
      {card && (
        <section id="card" aria-labelledby="kept">
          <h2 id="kept">Your kept card</h2>
          <p>{cardWords(card)}. You asked us to keep it for tips; it pays nothing unless you press a button.</p>
          <Form method="post">
            <Submit name="forget" value="card" variant="default" busy="Forgetting…">
              Forget this card
            </Submit>
          </Form>
        </section>
      )}
      <h2>Leaving</h2>
      <p>
        <Link to="/account/leave">Have everything of yours erased</Link>. You see beforehand what goes, what must stay,
        and what has to be settled first. <Link to="/privacy/keeping">What we keep, and how long</Link>.
      </p>
    </div>
  );
}
