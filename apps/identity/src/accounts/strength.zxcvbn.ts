/** Is a password too easy to guess? Judged by zxcvbn with its list of common passwords, and by the person's own words. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** "Safely unguessable: moderate protection from offline slow-hash scenario" begins at 3 of 4. */
const ENOUGH = 3;
const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...dictionary, platform: ['sounding', 'soundings', 'password', 'booking'] },
  graphs: adjacencyGraphs,
  // The cost of judging grows fast with length; what the first 64 characters do not give, the rest cannot spoil.
  maxLength: 64,
});

/** What a password must still have when the person's own words are taken out of it. */
const LEFT_AT_LEAST = 8;

/** A sentence for the person when the password is too weak, null when it will do. `own` are words a guesser would try first. */
export function weakness(password: string, own: readonly string[]): string | null {
  const words = own
    .flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2)
    .sort((a, b) => b.length - a.length);
  const left = words.reduce((rest, word) => rest.replaceAll(word, ''), password.toLowerCase());
  if (left.length >= LEFT_AT_LEAST && zxcvbn.check(password, words).score >= ENOUGH) return null;
  return 'This password is too easy to guess. Three or four words that have nothing to do with each other, or with you, make a good one.';
}
