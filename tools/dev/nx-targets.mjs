// Tells Nx which targets a workspace has, from what lies in it, so that no package.json repeats them:
// `spec` where there are pure specs, `site` where there is a web site. Both are cached by their inputs.
import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SPEC = {
  cache: true,
  // `^pure`: the sources of the libraries it uses; what a pure spec sees is exactly this.
  inputs: ['pure', '^pure', 'tools', '{workspaceRoot}/jest.config.mjs'],
  outputs: [],
};

const SITE = {
  cache: true,
  inputs: ['site', '^pure', 'tools'],
  outputs: ['{projectRoot}/web/build'],
};

/** A workspace or a package that the lockfile does not know makes npm ci refuse a fresh clone. */
const LOCKFILE = {
  cache: true,
  inputs: [
    'package.json',
    'package-lock.json',
    'apps/*/package.json',
    'libs/*/package.json',
    'tools/*/package.json',
  ].map((path) => `{workspaceRoot}/${path}`),
  outputs: [],
  command: 'npm ci --dry-run --no-audit --no-fund --loglevel=error',
  options: { cwd: '.' },
};

function targetsOf(folder, root) {
  const jest = 'node --no-warnings --experimental-vm-modules node_modules/jest/bin/jest.js';
  const targets = {};
  if (globSync('src/**/*.spec.{ts,tsx}', { cwd: join(root, folder) }).length > 0) {
    targets.spec = {
      ...SPEC,
      command: `${jest} --selectProjects spec --silent --runInBand ${folder}/`,
      options: { cwd: '.' },
    };
  }
  if (existsSync(join(root, folder, 'web/vite.config.ts'))) {
    targets.site = { ...SITE, command: 'react-router build', options: { cwd: '{projectRoot}/web' } };
  }
  if (folder === 'tools/dev') targets.lockfile = LOCKFILE;
  return targets;
}

export const createNodesV2 = [
  '{apps,libs,tools}/*/package.json',
  (files, _options, context) =>
    files.map((file) => {
      const root = dirname(file);
      return [file, { projects: { [root]: { targets: targetsOf(root, context.workspaceRoot) } } }];
    }),
];
