/** An error of the HTTP API (problem+json), as pages show it. */
export interface Problem {
  readonly status: number;
  /** Stable; what pages decide by. */
  readonly code: string;
  readonly title: string;
  /** For the person: what happened and what to do. */
  readonly detail: string;
  readonly traceId: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value && 'status' in value;
}

/** What the page of an error says when the problem itself has nothing kinder to say. */
export function titleOf(problem: Problem): string {
  if (problem.status === 404) return 'There is nothing here';
  if (problem.status === 403) return 'This page is not yours to see';
  if (problem.status === 429) return 'That was a little fast';
  if (problem.status === 503 || problem.status === 504) return 'Part of Sounding is not answering';
  return problem.title;
}
