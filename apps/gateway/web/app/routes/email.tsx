import { PasswordInput } from '@mantine/core';
import { ProblemNotice, Submit } from '@sounding/ui';
import { ApiProblem, apiOf, signInPath, text } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
  useActionData,
} from 'react-router';
import { CodeField } from '../parts/CodeForm.tsx';
import { EmailField } from '../parts/PasswordFields.tsx';

export const meta: MetaFunction = () => [{ title: 'Your e-mail address · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await personOf(request, context);
  return null;
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const email = text(form, 'email');
  const second = form.has('code');
  const api = apiOf(context);
  try {
    if (!second) {
      await api.post('/email', { email, proof: String(form.get('proof') ?? '') });
      return { email, step: 'code' as const, problem: null };
    }
    await api.post('/email/confirmation', { email, code: text(form, 'code').replaceAll(' ', '') });
    return { email, step: 'done' as const, problem: null };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.problem.code === 'not-signed-in') throw redirect(signInPath(request));
    return { email, step: second ? ('code' as const) : ('ask' as const), problem: error.problem };
  }
}

export default function Email(): ReactNode {
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Your e-mail address</h1>
      <ProblemNotice problem={done?.problem} />
      {done?.step === 'done' ? (
        <p role="status" className="card wash">
          From now on we write to <strong className="own-words">{done.email}</strong>. Every other device was signed
          out, and we have told your old address.
        </p>
      ) : done?.step === 'code' ? (
        <Form method="post" className="form" key="code">
          <p role="status">
            If <strong className="own-words">{done.email}</strong> can be used here, a mail with six digits is on its
            way.
          </p>
          <input type="hidden" name="email" value={done.email} />
          <CodeField />
          <Submit>Use this address</Submit>
        </Form>
      ) : (
        <Form method="post" className="form" key="ask">
          <p>We send six digits to the new address. Your old one is told, and can take the change back for a week.</p>
          <EmailField value={done?.email ?? ''} />
          <PasswordInput
            name="proof"
            label="Your password, or a code from your app"
            autoComplete="current-password"
            maxLength={128}
            required
          />
          <Submit>Send the code</Submit>
        </Form>
      )}
    </div>
  );
}
