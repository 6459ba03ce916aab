/** What differs between two versions of a document: section by section, sentence by sentence, and within a sentence word by word. */
import type { LegalVersion, Line, Part, SectionChange, WrittenSection } from '@sounding/terms';
import { diffArrays, diffWordsWithSpace } from 'diff';

/** Less than this share of words in common, and two sentences are told as one that went and one that came. */
const ALIKE = 0.4;

function whole(kind: 'same' | 'removed' | 'added', text: string): Line {
  return { kind, parts: [{ kind, text }] };
}

function between(was: string, is: string): Line[] {
  const parts = diffWordsWithSpace(was, is).map(
    ({ value, added, removed }): Part => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value }),
  );
  const kept = parts.reduce((all, { kind, text }) => all + (kind === 'same' ? text.trim().length : 0), 0);
  if (kept < ALIKE * Math.max(was.length, is.length)) return [whole('removed', was), whole('added', is)];
  return [{ kind: 'changed', parts }];
}

function linesOf(was: readonly string[], is: readonly string[]): Line[] {
  const runs = diffArrays([...was], [...is]);
  return runs.flatMap((run, index): Line[] => {
    const [before, after] = [runs[index - 1], runs[index + 1]];
    // What went and what came in its place are told together, with the first of the two.
    if (run.removed && after?.added) return paired(run.value, after.value);
    if (run.added && before?.removed) return [];
    return run.value.map((text) => whole(run.added ? 'added' : run.removed ? 'removed' : 'same', text));
  });
}

function paired(gone: readonly string[], come: readonly string[]): Line[] {
  const longest = Math.max(gone.length, come.length);
  return Array.from({ length: longest }, (_, index): Line[] => {
    const [was, is] = [gone[index], come[index]];
    if (was !== undefined && is !== undefined) return between(was, is);
    if (was !== undefined) return [whole('removed', was)];
    return is === undefined ? [] : [whole('added', is)];
  }).flat();
}

function sectionOf(was: WrittenSection | undefined, is: WrittenSection | undefined): SectionChange[] {
  const shown = is ?? was;
  if (!shown) return [];
  const lines = linesOf(was?.sentences ?? [], is?.sentences ?? []);
  const changed = lines.some(({ kind }) => kind !== 'same') || was?.title !== is?.title;
  const kind = !was ? 'added' : !is ? 'removed' : changed ? 'changed' : 'same';
  return [{ id: shown.id, title: shown.title, kind, lines }];
}

/** The sections of the later version in its order, those that are gone behind them. */
export function wordingBetween(was: LegalVersion, is: LegalVersion): SectionChange[] {
  const before = new Map(was.sections.map((section) => [section.id, section]));
  const still = new Set(is.sections.map(({ id }) => id));
  return [
    ...is.sections.flatMap((section) => sectionOf(before.get(section.id), section)),
    ...was.sections.filter(({ id }) => !still.has(id)).flatMap((section) => sectionOf(section, undefined)),
  ];
}
