import { ProblemNotice, Submit } from '@sounding/ui';
import { ApiProblem, apiOf, safeNext, text } from '@sounding/ui/api';
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
import { CodeField, CodeForm } from '../parts/CodeForm.tsx';
import { EmailField } from '../parts/PasswordFields.tsx';

export const meta: MetaFunction = () => [{ title: 'Confirm your address · Sounding' }];

export function loader({ request }: LoaderFunctionArgs) {
  return { next: safeNext(new URL(request.url).searchParams.get('next'), '/bookings') };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const email = text(form, 'email');
  const next = safeNext(text(form, 'next'), '/bookings');
  const api = apiOf(context);
  try {
    if (form.get('again')) {
      await api.post('/send-code', { email, purpose: 'confirm' });
      return { email, next, problem: null, fresh: true };
    }
    await api.post('/confirm', { email, code: text(form, 'code').replaceAll(' ', '') });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return { email, next, problem: error.problem, fresh: false };
  }
  throw redirect(next);
}

export default function Confirm(): ReactNode {
  const { next } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  if (done?.email) return <CodeForm email={done.email} next={done.next} problem={done.problem} fresh={done.fresh} />;
  return (
    <div className="narrow">
      <h1>Confirm your address</h1>
      <ProblemNotice problem={done?.problem} />
      <Form method="post" className="form">
        <input type="hidden" name="next" value={next} />
        <EmailField />
        <CodeField />
        <Submit>Confirm</Submit>
      </Form>
    </div>
  );
}
