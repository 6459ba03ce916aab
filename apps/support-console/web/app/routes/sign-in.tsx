import { PasswordInput, TextInput } from '@mantine/core';
import { ProblemNotice, Submit } from '@sounding/ui';
import { ApiProblem, apiOf, safeNext, text } from '@sounding/ui/api';
import { PasskeySignIn } from '@sounding/ui/passkeys';
import { type SignInStep, secondStepPath } from '@sounding/ui/second-step';
import { sessionOf } from '@sounding/ui/session';
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

export const meta: MetaFunction = () => [{ title: 'Sign in · Support console' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const next = safeNext(new URL(request.url).searchParams.get('next'), '/');
  if (await sessionOf(context)) throw redirect(next);
  const { offered } = await apiOf(context).get<{ offered: boolean }>('/sign-in/provider');
  return { next, offered };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  try {
    const password = String(form.get('password') ?? '');
    const answer = await apiOf(context).post<SignInStep>('/sign-in', { email: text(form, 'email'), password });
    if (answer.needs) throw redirect(secondStepPath(text(form, 'next')));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return { problem: error.problem };
  }
  throw redirect(safeNext(text(form, 'next'), '/'));
}

export default function SignIn(): ReactNode {
  const { next, offered } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <div className="console-sign-in card">
      <h1>Support console</h1>
      <p className="quiet">For staff of Sounding. What you do here is recorded.</p>
      <ProblemNotice problem={refused?.problem} />
      <Form method="post" className="form">
        <input type="hidden" name="next" value={next} />
        <TextInput type="email" name="email" label="E-mail" autoComplete="username" required />
        <PasswordInput name="password" label="Password" autoComplete="current-password" required />
        <Submit>Sign in</Submit>
      </Form>
      <PasskeySignIn next={next} />
      {offered && (
        <p>
          <a href="/sign-in/begin">Sign in with the company account</a>
        </p>
      )}
    </div>
  );
}
