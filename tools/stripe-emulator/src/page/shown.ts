/** What a page handler answers: a page, or the way to another one. */
export interface Shown {
  readonly status: number;
  readonly page: string;
  /** Where its form may lead, beyond this origin: a redirect after a post counts as its target. */
  readonly leadsTo?: string | null;
}

export interface Redirect {
  readonly redirect: string;
}
