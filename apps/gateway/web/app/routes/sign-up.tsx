import { Checkbox, TextInput } from '@mantine/core';
import { deviceZone, ProblemNotice, Submit } from '@sounding/ui';
import { act, apiOf, safeNext, text } from '@sounding/ui/api';
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
import { EmailField, NewPasswordField } from '../parts/PasswordFields.tsx';

export const meta: MetaFunction = () => [{ title: 'Sign up · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const next = safeNext(new URL(request.url).searchParams.get('next'), '/bookings');
  if (await sessionOf(context)) throw redirect(next);
  return { next };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const email = text(form, 'email');
  const password = String(form.get('password') ?? '');
  const alias = text(form, 'alias');
  const sent = await act(request, async () => {
    await apiOf(context).post('/sign-up', {
      email,
      password,
      alias,
      adult: form.get('adult') === 'yes',
      zone: deviceZone(request.headers.get('cookie')) ?? 'UTC',
    });
    return { sentTo: email, problem: null };
  });
  return sent;
}

export default function SignUp(): ReactNode {
  const { next } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  if (done && 'sentTo' in done) return <CodeForm email={done.sentTo} next={next} />;
  return (
    <div className="narrow">
      <h1>Sign up</h1>
      <p>
        Have an account? <Link to={`/sign-in?next=${encodeURIComponent(next)}`}>Sign in</Link>
      </p>
      <ProblemNotice problem={done?.problem} />
      <Form method="post" className="form">
        <EmailField />
        <NewPasswordField />
        <TextInput
          name="alias"
          label="Alias"
          description="The only name other people here see. It need not be your own."
          autoComplete="nickname"
          minLength={2}
          maxLength={40}
          required
        />
        <Checkbox name="adult" value="yes" label="I am 18 or older" required />
        <Submit>Sign up</Submit>
        <p className="quiet small">
          We use your address for codes, receipts and reminders, and show it to nobody. The{' '}
          <Link to="/terms">terms in plain English</Link> apply, and the <Link to="/privacy">privacy notice</Link> says
          what we hold and why.
        </p>
      </Form>
    </div>
  );
}
