import type { PlainTerms, TermsPage } from '@sounding/terms';
import { apiOf, load } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import { Link, type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';
import { changesPath } from '../versions.ts';

export const meta: MetaFunction = () => [{ title: 'Terms in plain English · Sounding' }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const path = params.version === undefined ? '/terms' : `/terms/${encodeURIComponent(params.version)}`;
  return load(request, () => apiOf(context).get<TermsPage>(path));
}

export default function Terms(): ReactNode {
  const terms = useLoaderData<typeof loader>();
  const [short, ...sections] = terms.sections;
  return (
    <div className="reading">
      <h1>Terms in plain English</h1>
      <Standing terms={terms} />
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
      {terms.coming && <Coming coming={terms.coming} now={terms.version} />}
      <nav aria-label="On this page" className="card">
        <ul className="plain toc">
          {sections.map((section) => (
            <li key={section.id}>
              <a href={`#${section.id}`}>{section.title}</a>
            </li>
          ))}
          <li>
            <a href="#table">The whole table</a>
          </li>
        </ul>
      </nav>
      {sections.map((section) => (
        <section key={section.id} id={section.id} aria-labelledby={`${section.id}-title`}>
          <h2 id={`${section.id}-title`}>{section.title}</h2>
          {section.sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {section.examples.map((example) => (
            <p key={example.text} className="example">
              <strong>For example.</strong> {example.text}
            </p>
          ))}
        </section>
      ))}
      <Table terms={terms} />
      <Versions terms={terms} />
    </div>
  );
}

/** Whether these words count now; whoever reads others than those in force must see it before anything else. */
function Standing({ terms }: { terms: TermsPage }): ReactNode {
  if (terms.state === 'in-force') return <p className="quiet">{terms.standing}</p>;
  return (
    <p className="card">
      <strong>{terms.standing}</strong> <Link to="/terms">Read the terms in force</Link>
    </p>
  );
}

function Coming({ coming, now }: { coming: NonNullable<TermsPage['coming']>; now: string }): ReactNode {
  return (
    <section aria-labelledby="coming-title" className="card">
      <h2 id="coming-title">What is going to change</h2>
      <p>{coming.sentence}</p>
      <ul>
        {coming.changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <p>
        <Link to={`/terms/changes?from=${now}&to=${coming.version}`}>See the changes in the words</Link> ·{' '}
        <Link to={`/terms/${coming.version}`}>Read the new terms</Link>
      </p>
    </section>
  );
}

function Versions({ terms }: { terms: TermsPage }): ReactNode {
  return (
    <section id="versions" aria-labelledby="versions-title">
      <h2 id="versions-title">All versions</h2>
      <ul>
        {terms.versions.map(({ version, day }) => (
          <li key={version}>
            {version === terms.version ? (
              <span aria-current="page">From {day} (this page)</span>
            ) : (
              <>
                <Link to={`/terms/${version}`}>From {day}</Link>
                {' · '}
                <Link to={changesPath('terms', terms.version, version)}>What differs</Link>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Table({ terms }: { terms: PlainTerms }): ReactNode {
  return (
    <section id="table" aria-labelledby="table-title">
      <h2 id="table-title">The whole table</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways on a phone must be reachable by keyboard. */}
      <section className="table-wrap" aria-label="What happens to the money" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">What happened</th>
              <th scope="col">Of the price, back to you</th>
              <th scope="col">Handling Fee</th>
              <th scope="col">Provider gets</th>
            </tr>
          </thead>
          <tbody>
            {terms.table.map((row) => (
              <tr key={row.reason}>
                <th scope="row">{row.reason}</th>
                <td>{row.priceBack}</td>
                <td>{row.handlingFee}</td>
                <td>{row.providerGets}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
