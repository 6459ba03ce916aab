/** Writes samples for messages that have none. What is there stays: it is what the past promised. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS, REQUESTS } from '@sounding/contracts';
import { ROOT } from './generated.files.ts';
import { sampleOf } from './samples.ts';

const FOLDER = 'libs/contracts/samples';

function fileOf(root: string, name: string): string {
  return join(root, FOLDER, `${name}.json`);
}

/** Names of the messages without a sample. */
export function missingSamples(root = ROOT): string[] {
  return [...REQUESTS, ...EVENTS].map(({ name }) => name).filter((name) => !existsSync(fileOf(root, name)));
}

/** Answers the names of the messages that got samples. */
export function writeMissingSamples(root = ROOT): string[] {
  mkdirSync(join(root, FOLDER), { recursive: true });
  const missing = missingSamples(root);
  const write = (name: string, samples: object) =>
    writeFileSync(fileOf(root, name), `${JSON.stringify(samples, null, 2)}\n`);
  const isMissing = ({ name }: { readonly name: string }) => missing.includes(name);
  for (const { name, input, output } of REQUESTS.filter(isMissing)) {
    write(name, { input: sampleOf(input, 'input'), output: sampleOf(output, 'output') });
  }
  for (const { name, data } of EVENTS.filter(isMissing)) write(name, { data: sampleOf(data, 'output') });
  return missing;
}
