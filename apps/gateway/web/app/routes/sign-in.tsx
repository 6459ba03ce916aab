import { ProblemNotice, Submit } from '@sounding/ui';
import { ApiProblem, apiOf, safeNext, text } from '@sounding/ui/api';
import { PasskeySignIn } from '@sounding/ui/passkeys';
import { type SignInStep, secondStepPath } from '@sounding/ui/second-step';
import { sessionOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { CodeForm } from '../parts/CodeForm.tsx';
import { EmailField, PasswordField } from '../parts/PasswordFields.tsx';

export const meta: MetaFunction = () => [{ title: 'Sign in · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const next = safeNext(new URL(request.url).searchParams.get('next'), '/bookings');
  if (await sessionOf(context)) throw redirect(next);
  return { next };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const email = text(form, 'email');
  const api = apiOf(context);
  try {
    const answer = await api.post<SignInStep>('/sign-in', { email, password: String(form.get('password') ?? '') });
    if (answer.needs) throw redirect(secondStepPath(text(form, 'next')));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.problem.code !== 'email-unconfirmed') return { email, confirm: false, problem: error.problem };
    await api.post('/send-code', { email, purpose: 'confirm' });
    return { email, confirm: true, problem: null };
  }
  throw redirect(safeNext(text(form, 'next'), '/bookings'));
}

export default function SignIn(): ReactNode {
  const { next } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  if (done?.confirm) return <CodeForm email={done.email} next={next} />;
  const on = encodeURIComponent(next);
  return (
    <div className="narrow">
      <h1>Sign in</h1>
      <p>
        New here? <Link to={`/sign-up?next=${on}`}>Sign up</Link>
      </p>
      <ProblemNotice problem={done?.problem} />
      <Form method="post" className="form">
        <input type="hidden" name="next" value={next} />
        <EmailField value={done?.email ?? ''} />
        <PasswordField />
        <div className="row">
          <Submit>Sign in</Submit>
          <Link to={`/reset?next=${on}`}>Forgot the password?</Link>
          <Link to="/sign-in/mail">Mail me a link instead</Link>
        </div>
      </Form>
      <PasskeySignIn next={next} />
    </div>
  );
}
