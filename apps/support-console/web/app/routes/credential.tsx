import { Radio, TextInput } from '@mantine/core';
import type { CredentialsWaiting, Output } from '@sounding/contracts';
import { KeyField, ProblemNotice, Submit, When } from '@sounding/ui';
import { act, apiOf, load, newKey, text } from '@sounding/ui/api';
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

export const meta: MetaFunction = () => [{ title: 'Credential · Support console' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const path = `/credentials/${encodeURIComponent(params.id ?? '')}`;
  const { credentials } = await load(request, () => apiOf(context).get<Output<typeof CredentialsWaiting>>(path));
  return { credential: credentials[0] ?? null, zone: person.zone, formKey: newKey() };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    await apiOf(context).post(
      `/credentials/${encodeURIComponent(params.id ?? '')}/decision`,
      { verified: form.get('verified') === 'yes', reason: text(form, 'reason') },
      text(form, 'key'),
    );
    return { saved: true, problem: null };
  });
}

export default function CredentialPage(): ReactNode {
  const { credential: one, zone, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <p>
        <Link to="/licences">Licences and credentials</Link>
      </p>
      <h1>Credential</h1>
      <ProblemNotice problem={done?.problem} />
      {done && 'saved' in done && <p role="status">Recorded.</p>}
      {!one && <p className="quiet">It does not wait for our look: somebody has looked, or its provider changed it.</p>}
      {one && (
        <div className="card">
          <p>
            <Link to={`/providers/${one.providerId}`}>{one.displayName}</Link>: {one.title}, {one.issuer}
            {one.year !== null && `, ${one.year}`}, since <When at={one.since} zone={zone} />
          </p>
          <Form method="post" className="form">
            <KeyField value={formKey} />
            <Radio.Group name="verified" label={`The paper of “${one.title}”`} required>
              <div className="row">
                <Radio value="yes" label="Seen" />
                <Radio value="no" label="Not confirmed" />
              </div>
            </Radio.Group>
            <TextInput name="reason" label="What we saw, and when" minLength={3} maxLength={500} required />
            <Submit>Record</Submit>
          </Form>
        </div>
      )}
    </div>
  );
}
