import type { Leaving } from '@sounding/contracts';
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
import { InTheWay, Rules } from '../parts/Leaving.tsx';
import { PasswordField } from '../parts/PasswordFields.tsx';

export const meta: MetaFunction = () => [{ title: 'Leaving · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const [person, leaving] = await load(request, () =>
    Promise.all([personOf(request, context), apiOf(context).get<Leaving>('/account/leaving')]),
  );
  return { leaving, zone: person.zone };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    const api = apiOf(context);
    if (text(form, 'press') === 'stay') {
      await api.delete('/account/leaving');
      return { done: 'stays' as const, problem: null };
    }
    await api.post('/account/leaving', { proof: String(form.get('password') ?? '') });
    return { done: 'asked' as const, problem: null };
  });
}

export default function LeavePage(): ReactNode {
  const { leaving, zone } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  const open = leaving.state !== 'none';
  return (
    <div className="narrow">
      <h1>{open ? 'You are leaving' : 'Leaving'}</h1>
      <ProblemNotice problem={done && 'problem' in done ? done.problem : null} />
      {done && 'done' in done && done.done === 'stays' && (
        <p role="status" className="card wash">
          You stay. Nothing was erased. Listings that were taken back meanwhile you publish again yourself.
        </p>
      )}
      {open ? (
        <Asked leaving={leaving} zone={zone} />
      ) : (
        <p className="lead">Everything of yours can be erased, for good.</p>
      )}
      {leaving.inTheWay.length > 0 && (
        <section aria-labelledby="way">
          <h2 id="way">What has to be settled first</h2>
          <p>You can ask now all the same. We wait for it, look again every hour, and go on by ourselves.</p>
          <InTheWay obstacles={leaving.inTheWay} zone={zone} />
        </section>
      )}
      <section aria-labelledby="goes">
        <h2 id="goes">What goes</h2>
        <Rules rules={leaving.goes} zone={zone} why={false} />
        <p>
          What you wrote to others goes as well; they see “Someone who left” in your place. What they wrote to you is
          theirs. Nobody can bring any of it back, not even we.
        </p>
      </section>
      <section aria-labelledby="stays">
        <h2 id="stays">What must stay, until when, and why</h2>
        <Rules rules={leaving.stays} zone={zone} why={true} />
        <p>
          It stays without your name, your address and your words, under a bare number. No page of ours shows it to
          anybody. <Link to="/privacy/keeping">The whole table</Link>
        </p>
      </section>
      {!open && <Ask />}
    </div>
  );
}

function Asked({ leaving, zone }: { leaving: Leaving; zone: string }): ReactNode {
  return (
    <div className="card" data-leaving={leaving.state}>
      {leaving.state === 'asked' && leaving.beginsAt && (
        <p className="lead">
          We begin on <When at={leaving.beginsAt} zone={zone} />. Until then you can call it off, and nothing is lost.
        </p>
      )}
      {leaving.state === 'waiting' && (
        <p className="lead">We would begin now, but something has to be settled first. You can still call it off.</p>
      )}
      {leaving.deadline && (
        <p>
          It is done by <When at={leaving.deadline} zone={zone} />, or our staff see to it and write to you.
        </p>
      )}
      <Form method="post">
        <Submit name="press" value="stay" busy="Calling it off…">
          I stay: call it off
        </Submit>
      </Form>
    </div>
  );
}

function Ask(): ReactNode {
  return (
    <section aria-labelledby="ask">
      <h2 id="ask">Ask for it</h2>
      <p>
        Nothing happens for 72 hours, in which you can call it off by signing in. Then it is erased, and a certificate
        goes to your address as the last mail you get from us. You may want to{' '}
        <Link to="/documents">save your receipts</Link> before.
      </p>
      <Form method="post" className="form">
        <PasswordField />
        <div className="row">
          <Submit name="press" value="leave" color="rust" busy="Asking…">
            Erase everything of mine
          </Submit>
          <Link to="/account">Back to your account</Link>
        </div>
      </Form>
    </section>
  );
}
