import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { EVENTS, REQUESTS } from '@sounding/contracts';
import { asyncApi } from './asyncapi.ts';
import { authorizationText, passwordVariable, productionText } from './config.ts';
import { allEdges } from './edges.ts';
import { staleFiles, writeGenerated } from './generated.files.ts';
import { mermaid } from './map.ts';
import { permissions } from './permissions.ts';
import { missingSamples } from './samples.files.ts';

test('what is made from the contracts is what the contracts say now', () => {
  expect(staleFiles()).toEqual([]);
  expect(missingSamples()).toEqual([]);
});

test('a file that somebody edited is stale until it is written again', () => {
  const root = mkdtempSync(join(tmpdir(), 'contracts-'));
  expect(staleFiles(root)).toHaveLength(5);
  writeGenerated(root);
  expect(staleFiles(root)).toEqual([]);
  const file = join(root, 'docs/reference/service-map.md');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nedited\n`);
  expect(staleFiles(root)).toEqual(['docs/reference/service-map.md']);
  rmSync(root, { recursive: true });
});

test('no wildcard stands for a part of a word, because it would match nothing', () => {
  const subjects = permissions().flatMap((user) => [...user.publish, ...user.subscribe]);
  const tokens = subjects.flatMap((subject) => subject.split('.'));
  expect(tokens.filter((token) => token.length > 1 && /[*>]/.test(token))).toEqual([]);
});

test('nobody but provision reaches the management of streams', () => {
  const managing = /^\$JS\.API\.(STREAM\.(CREATE|UPDATE|DELETE|PURGE|MSG)|CONSUMER\.(CREATE|DURABLE|DELETE))/;
  const users = permissions().filter((user) => user.publish.some((subject) => managing.test(subject)));
  expect(users.map((user) => user.user)).toEqual(['provision']);
});

test('production takes every password from the environment and knows no test user', () => {
  const text = productionText();
  for (const { user } of permissions()) expect(text).toContain(`password: $${passwordVariable(user)}`);
  expect(text).not.toContain('"test"');
  expect(authorizationText(() => 'secret', true)).toContain('user: "test"');
});

test('every message is in the AsyncAPI document, with its time limit and its hearers', () => {
  const document = asyncApi() as { operations: Record<string, Record<string, unknown>> };
  for (const request of REQUESTS) {
    expect(document.operations[`answer ${request.name}`]).toMatchObject({ 'x-time-limit-ms': request.timeoutMs });
  }
  for (const event of EVENTS) {
    expect(document.operations[`say ${event.name}`]).toMatchObject({ 'x-heard-by': event.heardBy });
  }
});

test('every edge is an arrow on the map', () => {
  const picture = mermaid();
  for (const edge of allEdges()) {
    for (const owner of edge.asks) expect(picture).toContain(`${edge.name.replaceAll('-', '_')} --> ${owner}`);
    for (const owner of edge.hears) expect(picture).toContain(`${owner} -. events .-> ${edge.name}`);
  }
});
