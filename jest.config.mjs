// Three kinds of test: pure specs beside the rule, services on a real PostgreSQL and NATS, stories in a real browser.
function swc(tsx) {
  return [
    '@swc/jest',
    {
      jsc: {
        target: 'es2024',
        parser: { syntax: 'typescript', decorators: true, tsx },
        transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
        keepClassNames: true,
      },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    },
  ];
}

const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/libs/testing/jest.global.mjs'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleFileExtensions: ['ts', 'tsx', 'mjs', 'js', 'json', 'node'],
  modulePathIgnorePatterns: ['/dist/', '/build/', '<rootDir>/.sounding/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/build/'],
  // A generic arrow, `<T>(…)`, can only be told from markup by the file's ending.
  transform: { '^.+\\.ts$': swc(false), '^.+\\.tsx$': swc(true) },
  // Sources, not dist: a test sees what is written now.
  moduleNameMapper: {
    '^@sounding/tool-([^/]+)$': '<rootDir>/tools/$1/src/index.ts',
    '^@sounding/stripe-emulator$': '<rootDir>/tools/stripe-emulator/src/index.ts',
    '^@sounding/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@sounding/([^/]+)/(.+)$': '<rootDir>/libs/$1/src/$2.ts',
  },
};

/** Files of fixtures are bad on purpose. */
const sources = (suffix) =>
  ['apps', 'libs', 'tools', 'e2e', 'charts'].map((top) => `<rootDir>/${top}/**/*.${suffix}.ts`);

export default {
  maxWorkers: 2,
  testTimeout: 60_000,
  projects: [
    { ...base, displayName: 'spec', testMatch: sources('spec') },
    {
      ...base,
      displayName: 'it',
      testMatch: sources('it'),
      globalSetup: '<rootDir>/libs/testing/suite.setup.mjs',
      globalTeardown: '<rootDir>/libs/testing/suite.teardown.mjs',
    },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['<rootDir>/e2e/stories/**/*.e2e.ts'],
      globalSetup: '<rootDir>/libs/testing/suite.setup.mjs',
      globalTeardown: '<rootDir>/libs/testing/suite.teardown.mjs',
    },
  ],
};
