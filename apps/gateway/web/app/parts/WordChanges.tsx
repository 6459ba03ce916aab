/** What changed between two versions of a document: numbers first, then the words. */
import type { LegalChanges, Line, NumberChange, Part, SectionChange } from '@sounding/terms';
import { Fragment, type ReactNode } from 'react';

/** Marks are read aloud by few screen readers, so each is said in hidden words as well. */
function Said({ part }: { part: Part }): ReactNode {
  if (part.kind === 'same') return part.text;
  const [Mark, before] = part.kind === 'added' ? (['ins', 'New: '] as const) : (['del', 'Removed: '] as const);
  return (
    <Mark>
      <span className="visually-hidden">[{before}</span>
      {part.text}
      <span className="visually-hidden">]</span>
    </Mark>
  );
}

function OneLine({ line }: { line: Line }): ReactNode {
  return (
    <p className={line.kind === 'same' ? 'quiet' : undefined}>
      {line.parts.map((part, index) => (
        <Fragment key={index}>
          <Said part={part} />
        </Fragment>
      ))}
    </p>
  );
}

function OneNumber({ name, was, is }: NumberChange): ReactNode {
  return (
    <li>
      {name}: <strong>{is}</strong>
      {was === is ? ', unchanged.' : `, until then ${was}.`}
    </li>
  );
}

const STATE: Record<SectionChange['kind'], string> = {
  added: ' (new)',
  removed: ' (removed)',
  changed: '',
  same: '',
};

export function WordChanges({ changes }: { changes: Pick<LegalChanges, 'numbers' | 'sections'> }): ReactNode {
  const changed = changes.sections.filter(({ kind }) => kind !== 'same');
  const same = changes.sections.filter(({ kind }) => kind === 'same');
  return (
    <>
      {changes.numbers.length > 0 && (
        <section aria-labelledby="numbers-title" className="card">
          <h2 id="numbers-title">The numbers</h2>
          <ul>
            {changes.numbers.map((one) => (
              <OneNumber key={one.name} {...one} />
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="words-title" className="wording">
        <h2 id="words-title">The words</h2>
        {changed.length === 0 && <p>Not a word differs.</p>}
        {changed.map(({ id, title, kind, lines }) => (
          <section key={id} aria-labelledby={`change-${id}`}>
            <h3 id={`change-${id}`}>
              {title}
              {STATE[kind]}
            </h3>
            {lines.map((line) => (
              <OneLine key={line.parts.map(({ text }) => text).join('')} line={line} />
            ))}
          </section>
        ))}
        {same.length > 0 && <p className="quiet">Unchanged: {same.map(({ title }) => title).join(' · ')}.</p>}
      </section>
    </>
  );
}
