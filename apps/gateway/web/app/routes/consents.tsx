import { TextInput } from '@mantine/core';
import type { Consent, MyCard, MyConsents, Output } from '@sounding/contracts';
import type { LegalPage } from '@sounding/terms';
import { ProblemNotice, Submit, When } from '@sounding/ui';
import { act, apiOf, load, text } from '@sounding/ui/api';
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
import { cardWords } from '../cards.ts';
import { ConsentText } from '../parts/ConsentText.tsx';

export const meta: MetaFunction = () => [{ title: 'What you consented to · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const api = apiOf(context);
  return load(request, async () => {
    const [{ alias, zone }, { consents }, { card }] = await Promise.all([
      personOf(request, context),
      api.get<Output<typeof MyConsents>>('/consents'),
      api.get<Output<typeof MyCard>>('/account/card'),
    ]);
    const texts = await Promise.all(consents.map(({ kind }) => api.get<LegalPage>(`/legal/${kind}`)));
    return { alias, zone, card, consents: consents.map((consent, index) => ({ consent, text: texts[index] })) };
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const given = text(form, 'answer') === 'yes';
  const name = text(form, 'name');
  return act(request, async () => {
    await apiOf(context).put(`/consents/${text(form, 'kind')}`, {
      given,
      ...(given ? { textHash: text(form, 'textHash') } : {}),
      ...(given && name !== '' ? { name } : {}),
    });
    return { saved: true, problem: null };
  });
}

const TITLES: Record<Consent['kind'], string> = {
  health: 'What you tell a therapist',
  'own-name': 'A name of yours instead of your alias',
};

export default function Consents(): ReactNode {
  const { alias, zone, card, consents } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <p>
        <Link to="/account">Your account</Link>
      </p>
      <h1>What you consented to</h1>
      <p className="lead">Each of these is your free choice, and you can take it back here with one press.</p>
      <ProblemNotice problem={done?.problem} />
      {done && 'saved' in done && (
        <p role="status" className="card wash">
          Saved.
        </p>
      )}
      {consents.map(({ consent, text }) => (
        <section key={consent.kind} id={consent.kind} aria-labelledby={`${consent.kind}-title`} className="card">
          <h2 id={`${consent.kind}-title`}>{TITLES[consent.kind]}</h2>
          <Standing consent={consent} zone={zone} />
          <Form method="post" className="form">
            <input type="hidden" name="kind" value={consent.kind} />
            {text && <ConsentText page={text} />}
            {consent.kind === 'own-name' && <NameField consent={consent} alias={alias} />}
            <div className="row">
              {(!consent.given || consent.kind === 'own-name') && (
                <Submit name="answer" value="yes">
                  {consent.given ? 'Change the name' : 'I consent'}
                </Submit>
              )}
              {consent.given && (
                <Submit name="answer" value="no" variant="default" formNoValidate>
                  Take it back
                </Submit>
              )}
            </div>
          </Form>
          <History consent={consent} zone={zone} />
        </section>
      ))}
      <section id="card" aria-labelledby="card-title" className="card">
        <h2 id="card-title">A kept card</h2>
        {card ? (
          <p>
            {cardWords(card)}. You asked us to keep it for tips. <Link to="/account#card">Have it forgotten</Link>
          </p>
        ) : (
          <p>You keep no card here. When you give a tip you can ask for it.</p>
        )}
      </section>
      <p className="quiet small">
        Mails about your bookings, your money and your reminders belong to the service and need no consent. We send no
        others. <Link to="/privacy">Privacy in plain English</Link>
      </p>
    </div>
  );
}

function Standing({ consent, zone }: { consent: Consent; zone: string }): ReactNode {
  if (consent.since === null) return <p className="quiet">Not given.</p>;
  const last = consent.history[0]?.given === true;
  const words = consent.given
    ? 'Given'
    : last
      ? 'The words have changed; your yes was to the older ones, given'
      : 'Taken back';
  return (
    <p className="quiet">
      {words} on <When at={consent.since} zone={zone} />.
    </p>
  );
}

function NameField({ consent, alias }: { consent: Consent; alias: string }): ReactNode {
  return (
    <TextInput
      name="name"
      label="The name that your providers see"
      description={`Without it they see ${alias}, your alias.`}
      autoComplete="name"
      defaultValue={consent.name ?? ''}
      minLength={2}
      maxLength={120}
      required
    />
  );
}

function History({ consent, zone }: { consent: Consent; zone: string }): ReactNode {
  if (consent.history.length === 0) return null;
  return (
    <details>
      <summary>What you said before</summary>
      <ul>
        {consent.history.map(({ at, given, version }) => (
          <li key={at}>
            <When at={at} zone={zone} />: {given ? 'yes' : 'no'}, to the words of {version}
          </li>
        ))}
      </ul>
    </details>
  );
}
