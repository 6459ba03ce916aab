import { NativeSelect, TextInput } from '@mantine/core';
import type { MyCard, Output } from '@sounding/contracts';
import { deviceZone, knownZones, ProblemNotice, Submit } from '@sounding/ui';
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
import { cardWords } from '../cards.ts';

export const meta: MetaFunction = () => [{ title: 'Your account · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const [{ alias, zone }, { card }] = await load(request, () =>
    Promise.all([personOf(request, context), apiOf(context).get<Output<typeof MyCard>>('/account/card')]),
  );
  return { alias, zone, card, device: deviceZone(request.headers.get('cookie')), zones: knownZones(zone) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    if (text(form, 'forget') === 'card') {
      await apiOf(context).delete('/account/card');
      return { saved: true, problem: null };
    }
    await apiOf(context).patch('/account', { alias: text(form, 'alias'), zone: text(form, 'zone') });
    return { saved: true, problem: null };
  });
}

export default function Account(): ReactNode {
  const { alias, zone, card, device, zones } = useLoaderData<typeof loader>();
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
          description="The only name other people here see."
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
        {device && device !== zone && (
          <p className="card wash">This device is set to {device}. If you have moved, choose it above.</p>
        )}
        <Submit>Save</Submit>
      </Form>
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
    </div>
  );
}
