import type { Output, VerifyDocument } from '@sounding/contracts';
import { format } from '@sounding/money';
import { When } from '@sounding/ui';
import { ApiProblem, apiOf, load } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import { data, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { documentWords } from '../parts/documents.ts';

export const meta: MetaFunction = () => [
  { title: 'Is this document genuine? · Sounding' },
  { name: 'robots', content: 'noindex' },
];

/** No token is as long; what is longer is as unknown as any other. */
const LONGEST_TOKEN = 100;

/** Kept by nobody: not by search engines, not by caches, and no other site learns the address. */
export function headers() {
  return { 'x-robots-tag': 'noindex', 'cache-control': 'private, no-store' };
}

/** Unknown, malformed and guessed addresses are one answer: which of them it was would help nobody but who guesses. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const token = (params.token ?? '').slice(0, LONGEST_TOKEN).toWellFormed();
  const path = `/verify/${encodeURIComponent(token)}`;
  return load(request, async () => {
    try {
      return data(await apiOf(context).get<Output<typeof VerifyDocument>>(path));
    } catch (error) {
      if (error instanceof ApiProblem && [400, 404].includes(error.problem.status)) return data(null, { status: 404 });
      throw error;
    }
  });
}

export default function Verify(): ReactNode {
  const found = useLoaderData<typeof loader>();
  return <div className="narrow">{found ? <Genuine found={found} /> : <NotOurs />}</div>;
}

function NotOurs(): ReactNode {
  return (
    <>
      <h1>We did not issue a document with this address</h1>
      <p className="lead">
        The address may be mistyped: it has to be exactly as on the document, to the last letter. If it is, what you
        hold is not from us.
      </p>
    </>
  );
}

function Genuine({ found }: { found: NonNullable<ReturnType<typeof useLoaderData<typeof loader>>> }): ReactNode {
  const inForce = found.state === 'in-force';
  return (
    <>
      <h1>
        {inForce ? 'We issued this document, and it is in force' : 'We issued this document, and replaced it since'}
      </h1>
      <p className="lead" data-state={found.state}>
        {inForce ? (
          'What you hold is genuine if it says exactly what stands here.'
        ) : (
          <>
            It is genuine if it says exactly what stands here, yet it does not count any more. In its place counts{' '}
            <span className="receipt-number">{found.replacedBy ?? 'a newer one'}</span>.
          </>
        )}
      </p>
      <dl className="facts card">
        <dt>Document</dt>
        <dd>{documentWords(found.kind)}</dd>
        <dt>Number</dt>
        <dd>
          <strong>{found.number}</strong>
        </dd>
        <dt>Issued</dt>
        <dd>
          <When at={found.issuedAt} zone="UTC" />
        </dd>
        <dt>Total</dt>
        <dd>
          <strong>{format(found.total)}</strong>
        </dd>
        <dt>Hash</dt>
        <dd>
          <code className="hash">{found.hash}</code>
        </dd>
      </dl>
      <section aria-labelledby="compare">
        <h2 id="compare">How to compare</h2>
        <ol>
          <li>Number, day and total on the paper are those above, digit by digit.</li>
          <li>
            The hash at the foot of the paper is the one above. It is worked out from everything the document says: if a
            single letter were another, so would the hash be.
          </li>
          <li>You came here by an address that begins with the name of our site, as your browser shows it.</li>
        </ol>
        <p className="quiet">
          We tell nothing about the people on it. A full and a discreet copy of a document have the same number, total
          and hash.
        </p>
      </section>
    </>
  );
}
