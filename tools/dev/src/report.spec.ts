import { countOf, slowestOf, sum } from './report.ts';

const outcome = {
  numPassedTests: 2,
  numFailedTests: 1,
  numPendingTests: 0,
  numRuntimeErrorTestSuites: 1,
  testResults: [
    {
      name: '/here/libs/money/src/money.spec.ts',
      message: 'x',
      ...{ startTime: 1_000, endTime: 1_500 },
      assertionResults: [
        { status: 'passed', fullName: 'adds' },
        { status: 'failed', fullName: 'splits without losing a cent' },
      ],
    },
    {
      name: '/here/libs/bus/src/lanes.spec.ts',
      message: 'SyntaxError',
      startTime: 0,
      endTime: 2_000,
      assertionResults: [],
    },
  ],
};

test('a file that cannot be loaded is a failure, not a silence', () => {
  const count = countOf(outcome, '/here');
  expect(count.failed).toBe(2);
  expect(count.failures).toEqual([
    'libs/money/src/money.spec.ts: splits without losing a cent',
    'libs/bus/src/lanes.spec.ts: could not be run',
  ]);
});

test('the kinds of test add up', () => {
  const count = countOf(outcome, '/here');
  expect(sum([count, count])).toMatchObject({ passed: 4, failed: 4 });
});

test('the slowest files are named, the slowest first', () => {
  expect(slowestOf(countOf(outcome, '/here'), 1)).toEqual([{ file: 'libs/bus/src/lanes.spec.ts', ms: 2_000 }]);
});
