import { Radio, TextInput } from '@mantine/core';
import type { CredentialsWaiting, LicencesWaiting, Output } from '@sounding/contracts';
import { placeName } from '@sounding/contracts/places';
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

export const meta: MetaFunction = () => [{ title: 'Licences and credentials · Support console' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const person = await load(request, () => personOf(request, context));
  const api = apiOf(context);
  const [{ licences }, { credentials }] = await load(request, () =>
    Promise.all([
      api.get<Output<typeof LicencesWaiting>>('/licences'),
      api.get<Output<typeof CredentialsWaiting>>('/credentials'),
    ]),
  );
  return { licences, credentials: credentials.map((one) => ({ ...one, formKey: newKey() })), zone: person.zone };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    await apiOf(context).post(
      `/credentials/${encodeURIComponent(text(form, 'credential'))}/decision`,
      { verified: form.get('verified') === 'yes', reason: text(form, 'reason') },
      text(form, 'key'),
    );
    return { saved: true, problem: null };
  });
}

export default function Licences(): ReactNode {
  const { licences, credentials, zone } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <>
      <h1>Licences and credentials</h1>
      <p>Therapy can be booked only after we have found the provider’s licence in its register.</p>
      {licences.length === 0 ? (
        <p className="quiet">No licence waits for our check.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
        <section className="table-wrap" aria-label="Licences that wait" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Provider</th>
                <th scope="col">Licence</th>
                <th scope="col">It shall hold in</th>
                <th scope="col" className="number">
                  Listings that wait
                </th>
                <th scope="col">Since</th>
              </tr>
            </thead>
            <tbody>
              {licences.map((licence) => (
                <tr key={licence.providerId} data-licence={licence.providerId}>
                  <td>
                    <Link to={`/providers/${licence.providerId}`}>{licence.displayName}</Link>
                  </td>
                  <td>
                    <code>{licence.number}</code>
                  </td>
                  <td>{licence.places.map(placeName).join('; ') || 'not said'}</td>
                  <td className="number">{licence.listings}</td>
                  <td>
                    <When at={licence.since} zone={zone} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <h2>Credentials</h2>
      <p>Clients read “as stated” beside a credential until we have seen its paper.</p>
      <ProblemNotice problem={done?.problem} />
      {done && 'saved' in done && <p role="status">Recorded.</p>}
      {credentials.length === 0 && <p className="quiet">No credential waits for our look.</p>}
      <ul className="plain stack">
        {credentials.map((one) => (
          <li key={one.credentialId} className="card">
            <p>
              <Link to={`/providers/${one.providerId}`}>{one.displayName}</Link>: {one.title}, {one.issuer}
              {one.year !== null && `, ${one.year}`}, since <When at={one.since} zone={zone} />
            </p>
            <Form method="post" className="form">
              <KeyField value={one.formKey} />
              <input type="hidden" name="credential" value={one.credentialId} />
              <Radio.Group name="verified" label={`The paper of “${one.title}”`} required>
                <div className="row">
                  <Radio value="yes" label="Seen" />
                  <Radio value="no" label="Not confirmed" />
                </div>
              </Radio.Group>
              <TextInput name="reason" label="What we saw, and when" minLength={3} maxLength={500} required />
              <Submit>Record</Submit>
            </Form>
          </li>
        ))}
      </ul>
    </>
  );
}
