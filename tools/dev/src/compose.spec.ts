import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { DOORS, SERVICES } from '@sounding/contracts';
import { BaseSettings, readConfig } from '@sounding/service';
import { userNames } from '@sounding/tool-contracts';
import { parse } from 'yaml';
import { composeSettings, envText } from './compose.ts';
import { loadSecrets } from './secrets.files.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'compose-'));
const secrets = loadSecrets(join(folder, 'secrets.json'), userNames(false));
const files = composeSettings(secrets);
rmSync(folder, { recursive: true });

interface Compose {
  readonly services: Record<string, { readonly env_file?: string; readonly volumes?: readonly string[] }>;
}
const compose = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;

test('every settings file that docker-compose.yml names is made, and every mounted file exists', () => {
  for (const [name, { env_file: file, volumes }] of Object.entries(compose.services)) {
    if (file) expect(files.has(file.replace('deploy/compose/', '').replace('.env', ''))).toBe(true);
    const mounted = (volumes ?? [])
      .map((volume) => volume.split(':')[0] as string)
      .filter((path) => path.startsWith('.'));
    for (const path of mounted)
      expect({ name, path, there: existsSync(join(ROOT, path)) }).toMatchObject({ there: true });
  }
});

test('every part has what a start needs', () => {
  for (const part of [...SERVICES, ...DOORS, 'provision'])
    expect(() => readConfig(BaseSettings, files.get(part))).not.toThrow();
});

test('a secret reaches only the part that needs it', () => {
  const told = (secret: string) =>
    [...files].filter(([, settings]) => envText(settings).includes(secret)).map(([name]) => name);
  expect(told(secrets.tokenKey.d ?? '').sort()).toEqual([...DOORS].sort());
  expect(told(secrets.nats.billing ?? '').sort()).toEqual(['billing', 'nats']);
  expect(told(secrets.databases.billing?.owner ?? '').sort()).toEqual(['migrate-billing', 'postgres']);
  expect(told(secrets.authSecret)).toEqual(['identity']);
});

const binary = process.env.NATS_SERVER_BIN;
const withServer = binary ? test : test.skip;
withServer('nats-server accepts the configuration of production with these passwords', () => {
  const config = ['-t', '-c', join(ROOT, 'deploy/nats/nats.conf')];
  const said = execFileSync(binary ?? '', config, { env: { ...files.get('nats') }, stdio: 'pipe' });
  expect(said.toString()).not.toMatch(/error/i);
});
