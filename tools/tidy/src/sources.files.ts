/** The files that the rules are for: what git knows or would add, as text. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Source } from './source.ts';

const TREES = ['apps', 'libs', 'tools', 'e2e'];
const CODE = /\.(ts|tsx|mts|mjs)$/;
/** `web/build`, `.d.ts` and the like are made; fixtures are bad on purpose. */
const NOT_OURS = /(^|\/)(fixtures|generated|dist|build|node_modules)\/|\.d\.m?ts$/;

export function sourcesOf(root: string): Source[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...TREES], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const paths = listed.split('\n').filter((path) => CODE.test(path) && !NOT_OURS.test(path));
  return paths.filter((path) => existsSync(join(root, path))).map((path) => read(root, path));
}

/** A folder that stands for a root of its own, as the fixtures do. */
export function sourcesIn(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
    .map((path) => read(folder, path));
}

function read(root: string, path: string): Source {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}
