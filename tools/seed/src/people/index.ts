import { CRAFT_AND_STUDY } from './craft-and-study.ts';
import { LIFE } from './life.ts';
import { LOVE_AND_FAMILY } from './love-and-family.ts';
import { MIND } from './mind.ts';
import type { Person } from './person.ts';
import { PRACTICAL } from './practical.ts';
import { WORK } from './work.ts';

/** Sixty providers, every one written by hand. */
export const PEOPLE: readonly Person[] = [
  ...LIFE,
  ...MIND,
  ...LOVE_AND_FAMILY,
  ...WORK,
  ...PRACTICAL,
  ...CRAFT_AND_STUDY,
];
