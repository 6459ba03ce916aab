import { ProblemNotice, Submit } from '@sounding/ui';
import { ApiProblem, apiOf, safeNext, text } from '@sounding/ui/api';
import { type SignInStep, secondStepPath } from '@sounding/ui/second-step';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { CodeField } from '../parts/CodeForm.tsx';
import { EmailField, NewPasswordField } from '../parts/PasswordFields.tsx';

export const meta: MetaFunction = () => [{ title: 'Set a new password · Sounding' }];

export function loader({ request }: LoaderFunctionArgs) {
  return { next: safeNext(new URL(request.url).searchParams.get('next'), '/bookings') };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const email = text(form, 'email');
  const next = safeNext(text(form, 'next'), '/bookings');
  const api = apiOf(context);
  const second = form.has('code');
  try {
    if (!second) {
      await api.post('/send-code', { email, purpose: 'reset' });
      return { email, sent: true, problem: null };
    }
    const code = text(form, 'code').replaceAll(' ', '');
    const password = String(form.get('password') ?? '');
    const answer = await api.post<SignInStep>('/set-password', { email, code, password });
    if (answer.needs) throw redirect(secondStepPath(next));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return { email, sent: second, problem: error.problem };
  }
  throw redirect(next);
}

export default function Reset(): ReactNode {
  const { next } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Set a new password</h1>
      <ProblemNotice problem={done?.problem} />
      {done?.sent ? (
        <Form method="post" className="form" key="second">
          <p role="status">
            If there is an account for <strong className="own-words">{done.email}</strong>, a mail with six digits is on
            its way.
          </p>
          <input type="hidden" name="email" value={done.email} />
          <input type="hidden" name="next" value={next} />
          <CodeField />
          <NewPasswordField />
          <Submit>Save and sign in</Submit>
        </Form>
      ) : (
        <Form method="post" className="form" key="first">
          <p>We send six digits to your address. With them you set a new password.</p>
          <input type="hidden" name="next" value={next} />
          <EmailField value={done?.email ?? ''} />
          <Submit>Send the code</Submit>
        </Form>
      )}
    </div>
  );
}
