import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { Clock } from './business.clock.ts';
import { readConfig, WrongSetting } from './config.env.ts';
import { serveHealth } from './health.http.ts';
import { Host } from './host.ts';
import { migrationsIn } from './schema.database.ts';
import { Alarm, Ticker } from './ticker.clock.ts';

const silent = pino({ level: 'silent' });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a wrong setting is named, and its value is not repeated', () => {
  const shape = z.object({ STRIPE_SECRET_KEY: z.string().min(1), PORT: z.coerce.number() });
  const read = () => readConfig(shape, { STRIPE_SECRET_KEY: '', PORT: 'sk_live_secret' });
  expect(read).toThrow(WrongSetting);
  expect(read).toThrow(/STRIPE_SECRET_KEY[\s\S]*PORT/);
  expect(read).not.toThrow(/sk_live_secret/);
});

test('the clock follows its file, and stays where it was while the file is half written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clock-'));
  const file = join(folder, 'clock.json');
  const clock = new Clock(file);
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(50);
  writeFileSync(file, '{"offsetMs": 691200000}');
  await pause(60);
  expect(Math.abs(clock.now().getTime() - Date.now() - 691_200_000)).toBeLessThan(50);
  writeFileSync(file, '{"offsetMs": 6912');
  await pause(60);
  expect(Math.abs(clock.now().getTime() - Date.now() - 691_200_000)).toBeLessThan(50);
  rmSync(folder, { recursive: true });
});

test('without a file the clock is the real one', () => {
  expect(Math.abs(new Clock().now().getTime() - Date.now())).toBeLessThan(50);
});

test('clock work does not overlap, survives its errors, and has ended when the ticker has', async () => {
  const ticker = new Ticker(silent, new Clock());
  let running = 0;
  let most = 0;
  let runs = 0;
  ticker.every(1, async () => {
    running++;
    runs++;
    most = Math.max(most, running);
    await pause(5);
    running--;
    if (runs === 2) throw new Error('once');
  });
  while (runs < 4) await pause(5);
  await ticker.onApplicationShutdown();
  const ended = runs;
  expect(most).toBe(1);
  expect(running).toBe(0);
  await pause(20);
  expect(runs).toBe(ended);
});

test('an alarm waits for its instant of the business clock, unless somebody rings it sooner', () => {
  let now = new Date('2026-11-23T09:00:00Z').getTime();
  const alarm = new Alarm({ now: () => new Date(now) } as Clock);
  expect(alarm.taken()).toBe(true);
  expect(alarm.taken()).toBe(false);
  alarm.by(new Date(now + 60_000));
  alarm.by(new Date(now + 90_000));
  now += 59_999;
  expect(alarm.taken()).toBe(false);
  now += 1;
  expect(alarm.taken()).toBe(true);
  expect(alarm.taken()).toBe(false);
  alarm.ring();
  expect(alarm.taken()).toBe(true);
});

test('a folder without migrations needs none', () => {
  expect(migrationsIn('/nowhere/at/all')).toEqual([]);
});

test('a warning of a fact is shown at /readyz, and leaves the process ready', async () => {
  const host = new Host('booking', {}, silent);
  host.shows('zoneData', () => ({ version: '2024a', warning: 'time-zone data: 2024a is older than a year' }));
  host.shows('disk', () => ({ freeMb: 700, warning: null }));
  const health = await serveHealth(0, {
    problems: async () => [],
    shown: () => host.shown(),
    refresh: async () => undefined,
  });
  const answer = await fetch(`http://127.0.0.1:${health.port}/readyz`);
  expect([answer.status, await answer.json()]).toEqual([
    200,
    {
      ready: true,
      problems: [],
      facts: { zoneData: { version: '2024a' }, disk: { freeMb: 700 } },
      warnings: ['time-zone data: 2024a is older than a year'],
    },
  ]);
  await health.close();
});
