import { ProblemNotice, Submit } from '@sounding/ui';
import { ApiProblem, apiOf, text } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import { type ActionFunctionArgs, Form, Link, type MetaFunction, useActionData } from 'react-router';
import { EmailField } from '../parts/PasswordFields.tsx';

export const meta: MetaFunction = () => [{ title: 'Sign in by mail · Sounding' }];

export async function action({ request, context }: ActionFunctionArgs) {
  const email = text(await request.formData(), 'email');
  try {
    await apiOf(context).post('/sign-in/link', { email });
    return { email, sent: true, problem: null };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return { email, sent: false, problem: error.problem };
  }
}

export default function SignInMail(): ReactNode {
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Sign in by mail</h1>
      <ProblemNotice problem={done?.problem} />
      {done?.sent ? (
        <p role="status" className="card wash">
          If there is an account for <strong className="own-words">{done.email}</strong>, a link is on its way. Open it
          in this browser within fifteen minutes.
        </p>
      ) : (
        <Form method="post" className="form">
          <p>We mail you a link that signs you in, once, in this browser.</p>
          <EmailField value={done?.email ?? ''} />
          <Submit>Mail me a link</Submit>
        </Form>
      )}
      <p>
        <Link to="/sign-in">Use the password</Link>
      </p>
    </div>
  );
}
