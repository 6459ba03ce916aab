/** The page "How you sign in", of both sites: the password, and where one is signed in. */
import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, useActionData } from 'react-router';
import { act, apiOf } from './api.ts';
import { Submit } from './forms.tsx';
import { ProblemNotice } from './ProblemNotice.tsx';
import { personOf } from './session.ts';

export async function securityLoader({ request, context }: LoaderFunctionArgs) {
  await personOf(request, context);
  return null;
}

export async function securityAction({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const field = (name: string) => String(form.get(name) ?? '');
  return act(request, async () => {
    await apiOf(context).put('/password', { old: field('old'), password: field('password') });
    return { said: 'Your password was changed, and every other device was signed out.' };
  });
}

export function SecurityPage({ sessions }: { sessions: string }): ReactNode {
  const done = useActionData<typeof securityAction>();
  return (
    <div className="narrow">
      <h1>How you sign in</h1>
      <ProblemNotice problem={done && 'problem' in done ? done.problem : null} />
      {done && 'said' in done && (
        <p role="status" className="card wash">
          {done.said}
        </p>
      )}
      <p>
        <Link to={sessions}>Where you are signed in</Link>
      </p>
      <h2>Your password</h2>
      <Form method="post" className="form">
        <PasswordInput name="old" label="Your password now" autoComplete="current-password" maxLength={128} required />
        <PasswordInput
          name="password"
          label="The new one"
          description="At least 10 characters. A short sentence is easy to remember."
          autoComplete="new-password"
          minLength={10}
          maxLength={128}
          required
        />
        <Submit>Change the password</Submit>
      </Form>
    </div>
  );
}
