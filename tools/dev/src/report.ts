/** Counts what Jest found. Pure. */
import { z } from 'zod';

const Outcome = z.object({
  numPassedTests: z.number().int(),
  numFailedTests: z.number().int(),
  numPendingTests: z.number().int(),
  /** Files that failed before any of their tests could run. */
  numRuntimeErrorTestSuites: z.number().int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      startTime: z.number(),
      endTime: z.number(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** `file: name of the test` */
  readonly failures: readonly string[];
  /** How long each file took. */
  readonly files: readonly Taken[];
}

interface Taken {
  readonly file: string;
  readonly ms: number;
}

/** Reads the file that Jest writes with --json. A file that could not even be loaded counts as one failed test. */
export function countOf(json: unknown, root: string): Count {
  const outcome = Outcome.parse(json);
  const within = (name: string) => (name.startsWith(root) ? name.slice(root.length + 1) : name);
  const failures = outcome.testResults.flatMap(({ name, assertionResults, message }) => {
    const file = within(name);
    const failed = assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${file}: ${fullName}`);
    return assertionResults.length === 0 && message !== '' ? [`${file}: could not be run`] : failed;
  });
  return {
    passed: outcome.numPassedTests,
    failed: outcome.numFailedTests + outcome.numRuntimeErrorTestSuites,
    skipped: outcome.numPendingTests,
    failures,
    files: outcome.testResults.map(({ name, startTime, endTime }) => ({ file: within(name), ms: endTime - startTime })),
  };
}

/** The files that took longest, the slowest first: who wants the whole run shorter begins with them. */
export function slowestOf({ files }: Pick<Count, 'files'>, most: number): Taken[] {
  return [...files].sort((one, two) => two.ms - one.ms).slice(0, most);
}

export function sum(counts: readonly Count[]): Count {
  return {
    passed: counts.reduce((total, count) => total + count.passed, 0),
    failed: counts.reduce((total, count) => total + count.failed, 0),
    skipped: counts.reduce((total, count) => total + count.skipped, 0),
    failures: counts.flatMap((count) => count.failures),
    files: counts.flatMap((count) => count.files),
  };
}
