/**
 * The words that nothing says which somebody else may read: a mail, a calendar, a file name, a card statement. For specs alone;
 * what the pages and the documents of a signed-in person say is another matter.
 */
const listed = (...lines: string[]): readonly string[] => lines.flatMap((line) => line.split(', '));

export const NEVER_SAID = {
  why: 'Mailboxes, calendars, download folders and card statements are shared with families and employers, and nobody but the client says what they were helped with.',
  /** Wherever the letters stand, inside of other words as well: `psychotherapy`. */
  inside: listed(
    'therap, psych, counsel, clinic, diagnos, suicid, trauma, depress, anxi, addict, divorc, sexual, pregnan, menopaus',
    'autis, schizo, bulimi, anorexi, alcohol, bereav, neurodiv, hypno',
  ),
  /** Beginnings of words: `coach` is also `coaches` and `coaching`, and `mental` is not `fundamental`. */
  beginnings: listed(
    // The trade.
    'coach, advice, advis, mentor, mental, health, telehealth, wellbeing, well-being, wellness, licen, patient, treat, session',
    'specialt, specialis, specializ, categor, healing, healer, mindful, meditat, medic, disorder, illness, symptom, rehab, detox',
    'hotline, helpline, escrow',
    // What brings people.
    'grief, griev, mourn, burnout, burn-out, burned out, crisis, crises, abus, violen, assault, harass, stress, panic, phobi',
    'bipolar, obsess, compuls, insomni, sleep, lonel, self-harm, self-worth, eating, gambl, drug, drink, narcot, adhd, ptsd',
    'dementia, disab, feeling, emotion, mood',
    // With whom they live, and what they do and believe.
    'couple, relationship, marri, marital, breakup, break-up, separation, affair, infidel, intima, dating, family, families',
    'parent, custody, fertil, infertil, miscarr, abortion, gender, queer, lgbt, teenage, midlife',
    'career, life path, life-path, freelanc, faith, religio, bankrupt, debt',
  ),
  /** Words by themselves, also with an `s`: short ones that many innocent words begin with. */
  words: listed('sex, gay, rape, ocd, love, loss, death, dying, relapse'),
};

const anyOf = (texts: readonly string[]) => `(?:${texts.join('|')})`;
/** An underscore is no letter here: file names have them between words. */
const NEVER = new RegExp(
  `${anyOf(NEVER_SAID.inside)}|(?<!\\p{L})${anyOf(NEVER_SAID.beginnings)}|(?<!\\p{L})${anyOf(NEVER_SAID.words)}s?(?!\\p{L})`,
  'giu',
);

/** What a text says that it must not, in lower case and as often as it says it; empty when it says nothing. */
export function saidIn(text: string): string[] {
  return [...text.matchAll(NEVER)].map(([word]) => word.toLowerCase());
}
