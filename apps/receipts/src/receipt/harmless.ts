/** Text from people as a document may show it: nothing hidden in it, nothing that turns the line around, and not endless. */

/** Format characters that write words in Persian or Hindi and join letters; alone they only hide. */
const JOINERS = '\u200c\u200d';
/** Controls, bidi marks and overrides, zero-width characters, tags, noncharacters; the joiners are looked at apart. */
const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Noncharacter_Code_Point}]/gu;
const LOOSE_JOINERS = new RegExp(`(?<![\\p{L}\\p{M}])[${JOINERS}]+|[${JOINERS}]+(?![\\p{L}\\p{M}])`, 'gu');
/** Marks piled on a letter beyond what any script writes would reach into the lines above. */
const PILED = /(\p{M}{4})\p{M}+/gu;

/**
 * One line of at most `most` characters, an ellipsis the last of them when something was cut. Spaces of any kind are one space,
 * hidden characters are gone. A text of any length costs no more than its beginning.
 */
export function harmless(value: string, most: number): string {
  // More is read than is shown, so that what is hidden does not push out what is not.
  const beginning = value.slice(0, most * 4).toWellFormed();
  const clean = beginning
    .replaceAll(/[\s\u2028\u2029\u0085]+/gu, ' ')
    .replaceAll(HIDDEN, '')
    .replaceAll(LOOSE_JOINERS, '')
    .replaceAll(PILED, '$1');
  const letters = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(clean)];
  const cut = letters.length > most || beginning.length < value.length;
  if (!cut) return clean;
  return `${letters
    .slice(0, most - 1)
    .map(({ segment }) => segment)
    .join('')
    .trimEnd()}…`;
}
