import { ProblemNotice, Submit } from '@sounding/ui';
import { ApiProblem, apiOf, text } from '@sounding/ui/api';
import { type SignInStep, secondStepPath } from '@sounding/ui/second-step';
import type { ReactNode } from 'react';
import { type ActionFunctionArgs, Form, Link, type MetaFunction, redirect, useActionData } from 'react-router';
import { FragmentField } from '../parts/FragmentField.tsx';

export const meta: MetaFunction = () => [{ title: 'Sign in · Sounding' }];

export async function action({ request, context }: ActionFunctionArgs) {
  const link = text(await request.formData(), 'link');
  try {
    const answer = await apiOf(context).post<SignInStep>('/sign-in/link/opening', { link });
    if (answer.needs) throw redirect(secondStepPath('/bookings'));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const elsewhere = error.problem.code === 'sign-in-over' || error.problem.code === 'invalid-input';
    return { elsewhere, problem: elsewhere ? null : error.problem };
  }
  throw redirect('/bookings');
}

/** Opening the link does nothing yet: programs that look through mail open links too. */
export default function SignInLink(): ReactNode {
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Sign in</h1>
      <ProblemNotice problem={done?.problem} />
      {done?.elsewhere && (
        <p role="alert" className="card wash">
          This link opens only in the browser where you asked for it, once, and for fifteen minutes. Open it there, or
          ask for a new one here.
        </p>
      )}
      <Form method="post" className="form">
        <noscript>
          <p className="card wash">
            This page needs JavaScript, because the link keeps its secret inside your browser. You can sign in with your
            password instead.
          </p>
        </noscript>
        <FragmentField name="link" />
        <Submit>Sign me in</Submit>
      </Form>
      <p>
        <Link to="/sign-in/mail">Ask for a new link</Link>
      </p>
    </div>
  );
}
