/** The files that are made from the contracts, and whether they are what the contracts say now. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { asyncApi } from './asyncapi.ts';
import { productionText } from './config.ts';
import { edgesYaml } from './edges.ts';
import { keepingPage } from './keeping.ts';
import { mapPage } from './map.ts';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** Path from the top of the repository to content. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['deploy/nats/authorization.conf', productionText()],
    ['charts/sounding/generated-edges.yaml', edgesYaml()],
    ['docs/reference/asyncapi.json', `${JSON.stringify(asyncApi(), null, 1)}\n`],
    ['docs/reference/service-map.md', mapPage()],
    ['docs/reference/retention.md', keepingPage()],
  ]);
}

/** Paths whose content on disk is not what the contracts say. */
export function staleFiles(root = ROOT): string[] {
  return [...generatedFiles()].filter(([path, text]) => read(join(root, path)) !== text).map(([path]) => path);
}

export function writeGenerated(root = ROOT): string[] {
  const stale = staleFiles(root);
  for (const path of stale) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, generatedFiles().get(path) ?? '');
  }
  return stale;
}

function read(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
