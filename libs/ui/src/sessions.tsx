/** The page "Where you are signed in", of both sites. */
import type { Output, Sessions } from '@sounding/contracts';
import type { ReactNode } from 'react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { act, apiOf, load, text } from './api.ts';
import { Submit } from './forms.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';
import { zoneOf } from './session.ts';
import { When } from './When.tsx';

export async function sessionsLoader({ request, context }: LoaderFunctionArgs) {
  const { sessions } = await load(request, () => apiOf(context).get<Output<typeof Sessions>>('/sessions'));
  return { sessions, zone: await zoneOf(request, context) };
}

export async function sessionsAction({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const id = text(form, 'end');
  return act(request, async () => {
    if (id === 'others') {
      const { ended } = await apiOf(context).delete<{ ended: number }>('/sessions');
      return { ended };
    }
    await apiOf(context).delete(`/sessions/${encodeURIComponent(id)}`);
    return { ended: 1 };
  });
}

export function SessionsPage(): ReactNode {
  const { sessions, zone } = useLoaderData<typeof sessionsLoader>();
  const done = useActionData<typeof sessionsAction>();
  const others = sessions.filter(({ current }) => !current).length;
  return (
    <div className="narrow">
      <h1>Where you are signed in</h1>
      <p>If you do not know one of these, sign it out and change your password.</p>
      <ProblemNotice problem={done && 'problem' in done ? done.problem : null} />
      {done && 'ended' in done && (
        <p role="status" className="card wash">
          {done.ended === 1 ? 'One device was signed out.' : `${done.ended} devices were signed out.`}
        </p>
      )}
      <ul className="plain stack" aria-label="Devices">
        {sessions.map(({ id, device, madeAt, seenAt, current }) => {
          const name = device === '' ? 'A device that we do not know' : device;
          return (
            <li key={id} className="card" data-session={current ? 'current' : 'other'}>
              <p>
                <strong>{name}</strong>
                {current && ' · this one'}
              </p>
              <p className="quiet">
                Signed in on <When at={madeAt} zone={zone} />. Last seen about <When at={seenAt} zone={zone} />.
              </p>
              {!current && (
                <Form method="post">
                  <Submit name="end" value={id} variant="default" busy="Signing out…">
                    {`Sign out ${name}`}
                  </Submit>
                </Form>
              )}
            </li>
          );
        })}
      </ul>
      {others > 0 && (
        <Form method="post">
          <Submit name="end" value="others" busy="Signing out…">
            Sign out everywhere else
          </Submit>
        </Form>
      )}
    </div>
  );
}
