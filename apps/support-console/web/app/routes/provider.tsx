import { Radio, Textarea, TextInput } from '@mantine/core';
import type { LicencesWaiting, Output, ViewProvider } from '@sounding/contracts';
import { placeName } from '@sounding/contracts/places';
import { format } from '@sounding/money';
import { KeyField, modeWords, ProblemNotice, Submit, When } from '@sounding/ui';
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

export const meta: MetaFunction = () => [{ title: 'Provider · Support console' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await load(request, () => personOf(request, context));
  const page = await load(request, () =>
    apiOf(context).get<Output<typeof ViewProvider>>(`/providers/${encodeURIComponent(params.accountId ?? '')}`),
  );
  // What only the provider and we know of the licence is read where it waits for us, and put into the log of who looked.
  const checks = new URL(request.url).searchParams.get('check') === 'licence';
  const waiting = checks
    ? await load(request, () =>
        apiOf(context).get<Output<typeof LicencesWaiting>>(`/licences/${encodeURIComponent(params.accountId ?? '')}`),
      )
    : null;
  return { ...page, waiting: waiting?.licences[0] ?? null, formKey: newKey() };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  return act(request, async () => {
    await apiOf(context).post(
      `/providers/${params.accountId}/licence`,
      {
        verified: form.get('verified') === 'yes',
        reason: text(form, 'reason'),
        ...(text(form, 'lastDay') === '' ? {} : { lastDay: text(form, 'lastDay') }),
      },
      text(form, 'key'),
    );
    return { saved: true, problem: null };
  });
}

const LICENCE = {
  none: 'No licence given',
  submitted: 'Waiting for our check',
  verified: 'Verified',
  rejected: 'Rejected',
} as const;

export default function ProviderPage(): ReactNode {
  const { provider, listings, waiting, formKey } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <div className="two">
      <section>
        <h1>{provider.displayName}</h1>
        <p>{provider.headline}</p>
        <p>
          <Link to={`/reviews?provider=${provider.accountId}`}>
            {provider.rating === null
              ? 'No review that counts'
              : `Rated ${provider.rating.toFixed(2)} by ${provider.reviews}`}
          </Link>
        </p>
        <h2>Listings</h2>
        <ul>
          {listings.map((listing) => (
            <li key={listing.id}>
              {listing.title}: {modeWords(listing.mode).name}, {format(listing.allIn)}, includes the{' '}
              {format(listing.fee)} Handling Fee, {listing.state}
            </li>
          ))}
        </ul>
      </section>
      <aside className="card">
        <h2>Licence</h2>
        <p>
          <span className={provider.licence === 'verified' ? 'tag tag-good' : 'tag'} data-licence={provider.licence}>
            {LICENCE[provider.licence]}
          </span>
          {provider.licenceUntil && (
            <>
              {' '}
              until <When at={provider.licenceUntil} zone={provider.zone} />
            </>
          )}
        </p>
        {waiting && (
          <dl className="facts">
            <dt>Number</dt>
            <dd>
              <code>{waiting.number}</code>
            </dd>
            <dt>It shall hold in</dt>
            <dd>{waiting.places.map(placeName).join('; ') || 'not said'}</dd>
          </dl>
        )}
        <ProblemNotice problem={done?.problem} />
        {done && 'saved' in done && <p role="status">Recorded.</p>}
        {provider.licence !== 'none' && (
          <Form method="post" className="form" key={provider.licence}>
            <KeyField value={formKey} />
            <Radio.Group name="verified" label="What the register says" required>
              <div className="row">
                <Radio value="yes" label="Valid" />
                <Radio value="no" label="Not confirmed" />
              </div>
            </Radio.Group>
            <Textarea
              name="reason"
              label="Which register, when, what it said"
              rows={4}
              minLength={3}
              maxLength={500}
              required
            />
            <TextInput
              type="date"
              name="lastDay"
              label="Last day, if the register names one"
              description="In the provider’s zone. Nobody can book their therapy for later, and after it we look again."
            />
            <Submit>Record</Submit>
          </Form>
        )}
      </aside>
    </div>
  );
}
