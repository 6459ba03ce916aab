import { dayInWords, type LegalChanges } from '@sounding/terms';
import { apiOf, load } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { WordChanges } from '../parts/WordChanges.tsx';

export const meta: MetaFunction = () => [{ title: 'What changed · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const [document, from, to] = ['document', 'from', 'to'].map((name) => asked.get(name));
  return load(request, () => apiOf(context).get<LegalChanges>('/terms/changes', { document, from, to }));
}

export default function TermsChanges(): ReactNode {
  const changes = useLoaderData<typeof loader>();
  const page = changes.document === 'terms' ? '/terms' : '/privacy';
  return (
    <div className="reading">
      <h1>What changed</h1>
      <p className="lead">
        {changes.title}: from the version of {dayInWords(`${changes.from}T00:00:00.000Z`)} to that of{' '}
        {dayInWords(changes.inForceFrom)}.
      </p>
      {changes.matters && <p className="card">{changes.matters}</p>}
      <WordChanges changes={changes} />
      <p>
        <Link to={`${page}/${changes.to}`}>Read all of it</Link>
      </p>
    </div>
  );
}
