import { ProblemNotice, Submit } from '@sounding/ui';
import { ApiProblem, apiOf, text } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import { type ActionFunctionArgs, Form, Link, type MetaFunction, useActionData } from 'react-router';
import { FragmentField } from '../parts/FragmentField.tsx';

export const meta: MetaFunction = () => [{ title: 'Take your address back · Sounding' }];

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  try {
    await apiOf(context).post('/email/objection', { objection: text(form, 'objection') });
    return { restored: true, problem: null };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return { restored: false, problem: error.problem };
  }
}

export default function Objection(): ReactNode {
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Take your address back</h1>
      <ProblemNotice problem={done?.problem} />
      {done?.restored ? (
        <p role="status" className="card wash">
          Your account is at your address again, and everybody was signed out. Now{' '}
          <Link to="/reset">choose a new password</Link>.
        </p>
      ) : (
        <Form method="post" className="form">
          <p>
            If it was not you who moved your account to another address, this moves it back. Everybody is signed out,
            and you choose a new password.
          </p>
          <noscript>
            <p className="card wash">
              This page needs JavaScript, because the link keeps its secret inside your browser.
            </p>
          </noscript>
          <FragmentField name="objection" />
          <Submit>It was not me: move it back</Submit>
        </Form>
      )}
    </div>
  );
}
