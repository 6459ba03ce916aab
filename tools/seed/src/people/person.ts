/** How the people of the seed are written down: by hand, one by one, in `people/*.ts`. */

/** When somebody works, in words; `hours.ts` turns it into weekly windows. */
export type Rhythm =
  | 'office'
  | 'mornings'
  | 'afternoons'
  | 'evenings'
  | 'school-hours'
  | 'weekends'
  | 'four-days'
  | 'split'
  | 'late'
  | 'early';

export interface Offered {
  readonly category: string;
  readonly mode: 'advice' | 'therapy';
  readonly minutes: number;
  readonly dollars: number;
  readonly title: string;
  readonly text: string;
}

export interface Person {
  readonly name: string;
  readonly zone: string;
  /** BCP 47 tags. */
  readonly speaks: readonly string[];
  readonly rhythm: Rhythm;
  readonly headline: string;
  readonly about: string;
  readonly licence?: {
    readonly number: string;
    readonly state: 'submitted' | 'verified' | 'rejected';
    /** Codes of `Place`. */
    readonly places: readonly string[];
  };
  readonly offers: readonly [Offered, Offered, Offered];
}

type Size = readonly [minutes: number, dollars: number];

/** `advice('big-decisions', [60, 70], title, text)`: an hour for seventy dollars. */
export function advice(category: string, [minutes, dollars]: Size, title: string, text: string): Offered {
  return { category, mode: 'advice', minutes, dollars, title, text };
}

export function therapy(category: string, [minutes, dollars]: Size, title: string, text: string): Offered {
  return { category, mode: 'therapy', minutes, dollars, title, text };
}
