/** What stays behind: in caches between us and the person, and in our own logs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf } from '../../matrix/cells.ts';
import { GATEWAY } from '../../matrix/rows.ts';
import type { World } from '../../world.ts';
import type { Stage } from '../matrix.story.ts';

const READS = Object.keys(GATEWAY).filter((key) => key.startsWith('GET ') && !GATEWAY[key]?.socket);
/** What may be kept, and says so. */
const KEPT = /^GET \/(pictures\/|api\/reference\/swagger)/;
const PAGES = [
  '/',
  '/search',
  '/bookings',
  '/account',
  '/account/calendar',
  '/tickets',
  '/provider',
  '/provider/money',
  '/nowhere',
];

export function tellTraces(world: () => World, stage: () => Stage): void {
  const site = () => world().platform.urls.site;

  it.each(READS)('nobody between us and the person keeps %s', async (endpoint) => {
    const row = GATEWAY[endpoint];
    if (!row) throw new Error(`${endpoint} has no row`);
    for (const { path, role } of cellsOf(endpoint, row, stage().objects)) {
      const answer = await fetch(site() + path, { headers: { cookie: stage().cookies[role] } });
      await answer.arrayBuffer();
      const kept = answer.headers.get('cache-control') ?? 'nothing';
      if (answer.ok && KEPT.test(endpoint)) expect(kept).toMatch(/^public, max-age=\d+/);
      else expect([role, kept]).toEqual([role, expect.stringContaining('no-store')]);
    }
  });

  it.each(PAGES)('nor the page %s', async (path) => {
    for (const role of ['visitor', 'client', 'provider'] as const) {
      const answer = await fetch(site() + path, { headers: { cookie: stage().cookies[role] }, redirect: 'manual' });
      await answer.arrayBuffer();
      expect(answer.headers.get('cache-control')).toContain('no-store');
    }
  });

  it('no log of any process holds a session, a token of a door, a code, a password or a card', async () => {
    const folder = join(world().platform.home, 'logs');
    const secrets = Object.values(stage().cookies).flatMap((cookie) =>
      [...cookie.matchAll(/=([^;]+)/g)].map(([, token]) => token ?? ''),
    );
    const { keys } = JSON.parse(`{"keys":${readFileSync(join(world().platform.home, 'secrets.json'), 'utf8')}}`) as {
      keys: { tokenKey: { d: string }; nats: Record<string, string> };
    };
    const feed = stage().objects.file?.replace('.ics', '') ?? '';
    const words = [
      ...secrets,
      keys.tokenKey.d,
      ...Object.values(keys.nats),
      'a-long-walk-by-the-river',
      '4242424242424242',
      feed,
    ];
    const files = readdirSync(folder).filter((file) => file.endsWith('.log') && file !== 'mail-viewer.log');
    expect(files).toContain('gateway.log');
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      const found = words.filter((word) => word.length > 5 && text.includes(word));
      expect([file, found.length, /eyJ[\w-]{10,}\.eyJ/.test(text)]).toEqual([file, 0, false]);
    }
  });
}
