import { NativeSelect, TextInput } from '@mantine/core';
import type { MyWishes, Output } from '@sounding/contracts';
import { ProblemNotice, Submit } from '@sounding/ui';
import { act, apiOf, load, text } from '@sounding/ui/api';
import { personOf } from '@sounding/ui/session';
import type { ReactNode } from 'react';
import {
  type ActionFunctionArgs,
  Form,
  Link,
  type LoaderFunctionArgs,
  type MetaFunction,
  useActionData,
  useLoaderData,
} from 'react-router';
import { countryChoices } from '../countries.server.ts';

export const meta: MetaFunction = () => [{ title: 'Name and paper of your documents · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const [{ alias }, wishes] = await load(request, () =>
    Promise.all([personOf(request, context), apiOf(context).get<Output<typeof MyWishes>>('/document-wishes')]),
  );
  return { alias, wishes, countries: countryChoices() };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    await apiOf(context).put('/document-wishes', {
      fullName: text(form, 'fullName') || null,
      country: text(form, 'country') || null,
    });
    return { saved: true, problem: null };
  });
}

export default function Wishes(): ReactNode {
  const { alias, wishes, countries } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <p>
        <Link to="/account">Your account</Link>
      </p>
      <h1>Name and paper of your documents</h1>
      <p className="lead">
        This is for documents to come. What was issued stays as it is; a receipt can be issued again from its own page.
      </p>
      <ProblemNotice problem={done?.problem} />
      {done && 'saved' in done && (
        <p role="status" className="card wash">
          Saved.
        </p>
      )}
      <Form method="post" className="form">
        <TextInput
          name="fullName"
          label="Full name"
          description={`Leave it empty and documents say ${alias}, your alias. Fill it in where a tax office, an employer or an insurer has to know whose they are. Your provider goes on seeing the alias alone.`}
          autoComplete="name"
          defaultValue={wishes.fullName ?? ''}
          maxLength={120}
        />
        <NativeSelect
          name="country"
          label="Country"
          description="It decides the paper alone: US Letter where people write on it, and A4 everywhere else."
          autoComplete="country"
          defaultValue={wishes.country ?? ''}
          data={[{ value: '', label: 'After my time zone' }, ...countries]}
        />
        <Submit>Save</Submit>
      </Form>
      <p className="wishes-way">
        <Link to="/documents">Receipts</Link>
      </p>
    </div>
  );
}
