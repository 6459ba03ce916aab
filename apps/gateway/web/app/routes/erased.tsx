import type { Certificate } from '@sounding/contracts';
import { When } from '@sounding/ui';
import { ApiProblem, apiOf, load } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import { data, Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { Rules } from '../parts/Leaving.tsx';

export const meta: MetaFunction = () => [
  { title: 'Certificate of erasure · Sounding' },
  { name: 'robots', content: 'noindex' },
];

const LONGEST_TOKEN = 100;
const NAMES: Readonly<Record<string, string>> = {
  catalog: 'Profiles, listings and reviews',
  booking: 'Bookings and calendars',
  billing: 'Money',
  support: 'Support',
  workspace: 'Rooms',
  receipts: 'Documents',
  identity: 'Your account',
};

/** Kept by nobody, and no other site learns the address. */
export function headers() {
  return { 'x-robots-tag': 'noindex', 'cache-control': 'private, no-store' };
}

/** Unknown, malformed and guessed addresses are one answer. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const token = (params.token ?? '').slice(0, LONGEST_TOKEN).toWellFormed();
  return load(request, async () => {
    try {
      return data(await apiOf(context).get<Certificate>(`/erased/${encodeURIComponent(token)}`));
    } catch (error) {
      if (error instanceof ApiProblem && [400, 404].includes(error.problem.status)) return data(null, { status: 404 });
      throw error;
    }
  });
}

export default function ErasedPage(): ReactNode {
  const found = useLoaderData<typeof loader>();
  return <div className="narrow">{found ? <Proof certificate={found} /> : <Unknown />}</div>;
}

function Unknown(): ReactNode {
  return (
    <>
      <h1>There is no certificate here</h1>
      <p className="lead">
        The address may be mistyped: it has to be exactly as in our mail. A certificate is kept for three years after
        the end of the year of the erasure.
      </p>
    </>
  );
}

function Proof({ certificate }: { certificate: Certificate }): ReactNode {
  const { number, askedAt, doneAt, services, hash } = certificate;
  return (
    <>
      <h1>Certificate of erasure</h1>
      <p className="lead">Somebody asked us to erase them, and we did. This page does not say who it was.</p>
      <dl className="facts card">
        <dt>Number</dt>
        <dd>
          <strong>{number}</strong>
        </dd>
        <dt>Asked</dt>
        <dd>
          <When at={askedAt} zone="UTC" />
        </dd>
        <dt>Done</dt>
        <dd>
          <When at={doneAt} zone="UTC" />
        </dd>
        <dt>SHA-256</dt>
        <dd>
          <code className="hash">{hash}</code>
        </dd>
      </dl>
      {services.map(({ service, goes, stays }) => (
        <section key={service} aria-labelledby={service} data-service={service}>
          <h2 id={service}>{NAMES[service] ?? service}</h2>
          {goes.length > 0 && <h3>Erased</h3>}
          <Rules rules={goes} zone="UTC" why={false} />
          {stays.length > 0 && <h3>Kept</h3>}
          <Rules rules={stays} zone="UTC" why={true} />
          {goes.length + stays.length === 0 && <p className="quiet">There was nothing.</p>}
        </section>
      ))}
      <p className="quiet">
        The hash is that of everything above as canonical JSON (RFC 8785).{' '}
        <Link to="/privacy/keeping">What we keep</Link>
      </p>
    </>
  );
}
