/**
 * `npm run mutate [-- money terms …]`: changes one operator, condition or value of the rules about money at a time (Stryker) and asks whether a pure spec beside the rule notices. Prints what nobody noticed and the score, and ends with 1
 * when less than 95 % were noticed, in all or in any target.
 */
import { Stryker } from '@stryker-mutator/core';

const LEAST = 95;

/** What is mutated, and the specs that must notice: those of the same folder, so that a rule is proved where it lives. */
const TARGETS = {
  money: {
    mutate: ['libs/money/src/*.ts', '!**/index.ts', '!**/minor-units.ts', '!**/names.ts', '!**/*.spec.ts'],
    specs: 'libs/money/src/*.spec.ts',
  },
  terms: {
    mutate: ['settle', 'deadlines', 'terms'].map((name) => `libs/terms/src/${name}.ts`),
    specs: 'libs/terms/src/{terms,versions}.spec.ts',
  },
  // The examples are left alone: they are data that a spec executes.
  words: {
    mutate: ['words', 'english', 'sentences', 'changes', 'page'].map((name) => `libs/terms/src/${name}.ts`),
    specs: 'libs/terms/src/{terms,page}.spec.ts',
  },
  bill: { mutate: ['apps/billing/src/bill/bill.ts'], specs: 'apps/billing/src/bill/*.spec.ts' },
  ledger: {
    mutate: ['entry', 'ledger', 'books'].map((name) => `apps/billing/src/ledger/${name}.ts`),
    specs: 'apps/billing/src/ledger/*.spec.ts',
  },
  settlement: {
    mutate: ['apps/billing/src/settlement/settlement.ts'],
    specs: 'apps/billing/src/settlement/*.spec.ts',
  },
  payment: { mutate: ['apps/billing/src/payment/payment.ts'], specs: 'apps/billing/src/payment/*.spec.ts' },
  refund: { mutate: ['apps/billing/src/refund/refund.ts'], specs: 'apps/billing/src/refund/*.spec.ts' },
  dispute: { mutate: ['apps/billing/src/dispute/dispute.ts'], specs: 'apps/billing/src/dispute/*.spec.ts' },
  earning: { mutate: ['apps/billing/src/earning/earning.ts'], specs: 'apps/billing/src/earning/*.spec.ts' },
  tip: { mutate: ['apps/billing/src/tip/tip.ts'], specs: 'apps/billing/src/tip/*.spec.ts' },
  payout: {
    mutate: ['account', 'payout', 'return', 'statement', 'transfer'].map(
      (name) => `apps/billing/src/payout/${name}.ts`,
    ),
    specs: 'apps/billing/src/payout/*.spec.ts',
  },
  comparison: { mutate: ['apps/billing/src/books/comparison.ts'], specs: 'apps/billing/src/books/*.spec.ts' },
};

function settings(mutate) {
  return {
    mutate,
    testRunner: 'jest',
    jest: { configFile: 'tools/mutate/jest.config.mjs' },
    testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // Slow is not dead: on a busy machine a mutant must not count as noticed because its specs took long.
    timeoutMS: 60_000,
    // A name that no file has: TypeScript 7 has no JavaScript interface with which Stryker could rewrite the real ones.
    tsconfigFile: 'none.json',
    reporters: ['progress-append-only'],
    logLevel: 'error',
    tempDirName: '.sounding/mutate',
    ignorePatterns: ['dist', 'build', 'docs', 'charts', 'deploy', 'e2e', '.sounding', 'apps/*/web'],
    warnings: false,
    thresholds: { high: 100, low: LEAST, break: null },
  };
}

const NOTICED = new Set(['Killed', 'Timeout']);
const MISSED = new Set(['Survived', 'NoCoverage']);

/** Mutants that do not compile or run are no mutants: they count on neither side. */
function scoreOf(mutants) {
  const noticed = mutants.filter(({ status }) => NOTICED.has(status)).length;
  const missed = mutants.filter(({ status }) => MISSED.has(status)).length;
  return { noticed, all: noticed + missed, percent: noticed + missed === 0 ? 0 : (100 * noticed) / (noticed + missed) };
}

function line(name, mutants) {
  const { noticed, all, percent } = scoreOf(mutants);
  const late = mutants.filter(({ status }) => status === 'Timeout').length;
  return `${name.padEnd(12)} ${percent.toFixed(1).padStart(5)} %   ${noticed} of ${all} noticed${late > 0 ? `, ${late} by never ending` : ''}`;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in TARGETS));
if (unknown.length > 0) {
  console.error(`No target ${unknown.join(', ')}; there are ${Object.keys(TARGETS).join(', ')}.`);
  process.exit(2);
}
const results = new Map();
for (const [name, { mutate, specs }] of Object.entries(TARGETS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.env.SOUNDING_MUTATE_SPECS = specs;
  const mutants = await new Stryker(settings(mutate)).runMutationTest();
  results.set(name, mutants);
  for (const { status, fileName, location, mutatorName, replacement } of mutants) {
    if (!MISSED.has(status)) continue;
    const where = `${fileName}:${location.start.line}:${location.start.column}`;
    console.log(`${status === 'Survived' ? 'survived' : 'not reached'}  ${where}  ${mutatorName}  ${replacement}`);
  }
  console.log(line(name, mutants));
}
const all = [...results.values()].flat();
if (results.size > 1) console.log(line('together', all));
const low = [...results.values(), all].some((mutants) => scoreOf(mutants).percent < LEAST);
if (low) console.error(`Less than ${LEAST} % noticed.`);
process.exit(low ? 1 : 0);
