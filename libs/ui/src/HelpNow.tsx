/** Emergency and crisis numbers by country. Plain markup: it must work when nothing else does. */
import type { ReactNode } from 'react';
import { type Country, HELP, HELP_CHECKED } from './help-numbers.ts';

/** `likely` comes first: nobody in need should have to look for their country. */
export function HelpNow({ likely }: { likely: Country | null }): ReactNode {
  return (
    <div className="help">
      <h1>Help now</h1>
      <p className="lead">
        If you or someone near you may be hurt, call your emergency number first. In most of the world{' '}
        <a href="tel:112">112</a> works from any mobile phone.
      </p>
      <p>
        The lines below listen when life feels too heavy. Calling is private. You need not be sure that it is serious
        enough.
      </p>
      {likely && (
        <div className="card help-likely">
          <h2 id="likely">{likely.name}</h2>
          <Numbers country={likely} />
        </div>
      )}
      <nav aria-label="Countries" className="card">
        <ul className="plain countries">
          {HELP.map((country) => (
            <li key={country.code}>
              <a href={`#${country.code}`}>{country.name}</a>
            </li>
          ))}
        </ul>
      </nav>
      {HELP.map((country) => (
        <section key={country.code} id={country.code} className="help-country" aria-labelledby={`${country.code}-name`}>
          <h2 id={`${country.code}-name`}>{country.name}</h2>
          <Numbers country={country} />
        </section>
      ))}
      <section aria-labelledby="elsewhere">
        <h2 id="elsewhere">Your country is not here?</h2>
        <p>
          Call 112, the police, or the nearest hospital. The International Association for Suicide Prevention keeps a
          list of crisis centres at iasp.info, and findahelpline.com lists lines in over a hundred countries.
        </p>
      </section>
      <p className="quiet small">
        Last reviewed on {HELP_CHECKED}. Beside each line stands where its operator publishes the number; we have not
        called each one. The list is built into this page: opening it needs no account, runs no script, and leaves no
        line in our logs. If a number does not answer, call the emergency number.
      </p>
    </div>
  );
}

function Numbers({ country }: { country: Country }): ReactNode {
  return (
    <>
      <p className="help-emergency">
        Emergency:{' '}
        {country.emergency.map((number, index) => (
          <span key={number}>
            {index > 0 && ' or '}
            <a href={`tel:${number}`} className="help-number">
              {number}
            </a>
          </span>
        ))}
      </p>
      <ul className="plain">
        {country.lines.map((line) => (
          <li key={line.number}>
            <a href={`tel:${line.number.replaceAll(' ', '')}`} className="help-number">
              {line.number}
            </a>{' '}
            {line.name}
            {line.note && <span className="quiet"> ({line.note})</span>}
            <span className="quiet small help-source">Published at {line.source}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
