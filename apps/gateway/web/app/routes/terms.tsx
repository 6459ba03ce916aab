import type { PlainTerms } from '@sounding/terms';
import { apiOf, load } from '@sounding/ui/api';
import type { ReactNode } from 'react';
import { type LoaderFunctionArgs, type MetaFunction, useLoaderData } from 'react-router';

export const meta: MetaFunction = () => [{ title: 'Terms in plain English · Sounding' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  return load(request, () => apiOf(context).get<PlainTerms>('/terms'));
}

export default function Terms(): ReactNode {
  const terms = useLoaderData<typeof loader>();
  return (
    <div className="reading">
      <h1>Terms in plain English</h1>
      <p className="lead">
        The rules of every hire, and what they mean in dollars. Our programs follow the same table, and each example
        below is checked against it.
      </p>
      <p className="quiet">In force from {terms.from}.</p>
      <nav aria-label="On this page" className="card">
        <ul className="plain toc">
          {terms.sections.map((section) => (
            <li key={section.id}>
              <a href={`#${section.id}`}>{section.title}</a>
            </li>
          ))}
          <li>
            <a href="#table">The whole table</a>
          </li>
        </ul>
      </nav>
      {terms.sections.map((section) => (
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
    </div>
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
