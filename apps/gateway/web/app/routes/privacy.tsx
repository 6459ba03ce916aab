import { dayInWords, type LegalPage } from '@sounding/terms';
import { apiOf, load } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { changesPath } from '../versions.ts';

export const meta: MetaFunction = () => [{ title: 'Privacy in plain English · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return load(request, () => apiOf(context).get<LegalPage>('/legal/privacy', { version: params.version }));
}

export default function Privacy(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const [short, ...sections] = page.sections;
  return (
    <div className="reading">
      <h1>{page.title}</h1>
      {page.inForce ? (
        <p className="quiet">In force since {dayInWords(page.from)}.</p>
      ) : (
        <p className="card">
          <strong>The version of {dayInWords(page.from)}.</strong> <Link to="/privacy">Read the one in force</Link>
        </p>
      )}
      {short && (
        <section id={short.id} aria-labelledby="short-title" className="card">
          <h2 id="short-title">{short.title}</h2>
          <ul>
            {short.sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
      {sections.map((section) => (
        <section key={section.id} id={section.id} aria-labelledby={`${section.id}-title`}>
          <h2 id={`${section.id}-title`}>{section.title}</h2>
          {section.sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </section>
      ))}
      <h2>All versions</h2>
      <ul>
        {page.versions.map(({ version, from }) => (
          <li key={version}>
            {version === page.version ? (
              <span aria-current="page">From {dayInWords(from)} (this page)</span>
            ) : (
              <>
                <Link to={`/privacy/${version}`}>From {dayInWords(from)}</Link>
                {' · '}
                <Link to={changesPath('privacy', page.version, version)}>What differs</Link>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
