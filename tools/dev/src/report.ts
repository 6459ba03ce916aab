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
}

/** Reads the file that Jest writes with --json. A file that could not even be loaded counts as one failed test. */
export function countOf(json: unknown, root: string): Count {
  const outcome = Outcome.parse(json);
  const failures = outcome.testResults.flatMap(({ name, assertionResults, message }) => {
    const file = name.startsWith(root) ? name.slice(root.length + 1) : name;
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
  };
}

export function sum(counts: readonly Count[]): Count {
  return {
    passed: counts.reduce((total, count) => total + count.passed, 0),
    failed: counts.reduce((total, count) => total + count.failed, 0),
    skipped: counts.reduce((total, count) => total + count.skipped, 0),
    failures: counts.flatMap((count) => count.failures),
  };
}
