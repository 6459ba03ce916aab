/** Passwords of the bus are changed while people use it: by everybody's second user, and a reload of the real server. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Msg } from '@nats-io/transport-node';
import { Bus } from '@sounding/bus';
import { eventually, freePort, type NatsServer, startNats } from '@sounding/testing';
import { authorizationText } from '@sounding/tool-contracts';
import { quiet } from './pipe.ts';

const folder = mkdtempSync(join(tmpdir(), 'sounding-passwords-'));
let server: NatsServer;
const config = () => join(folder, `nats-${server.port}.conf`);
const first = (user: string) => (user.endsWith('-2') ? 'nobody-knows-it' : 'first');
/** The second user of everybody has a password now. */
const both = (user: string) => (user.endsWith('-2') ? 'second' : 'first');
/** And the first one's is of no use. */
const moved = (user: string) => (user.endsWith('-2') ? 'second' : 'nobody-knows-it');

beforeAll(async () => {
  const port = await freePort();
  const files = { storeDir: join(folder, 'store'), workDir: folder, logFile: join(folder, 'nats.log') };
  server = await startNats({ port, ...files, authorization: authorizationText(first, true) });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Rewrites the users and tells the server to read them again, as an operator would. */
async function reload(from: (user: string) => string, to: (user: string) => string): Promise<void> {
  const [old, fresh] = [authorizationText(from, true), authorizationText(to, true)];
  const text = readFileSync(config(), 'utf8');
  expect(text).toContain(old);
  writeFileSync(
    config(),
    text.replace(old, () => fresh),
  );
  const before = readFileSync(join(folder, 'nats.log'), 'utf8').split('Reloaded server configuration').length;
  process.kill(server.pid(), 'SIGHUP');
  await eventually(() =>
    expect(readFileSync(join(folder, 'nats.log'), 'utf8').split('Reloaded server configuration')).toHaveLength(
      before + 1,
    ),
  );
}

const connect = (name: string, user: string, password: string) =>
  Bus.connect({ name, nats: { url: server.url, user, password }, log: quiet });

test('everybody moves to a new password under load, and no request fails but one that is under way at the instant of a reload', async () => {
  const serve = (bus: Bus) => {
    const callback = (_: Error | null, message: Msg) => {
      message.respond('x');
    };
    bus.connection.nats.subscribe('req.booking.view-booking', { queue: 'booking', callback });
  };
  const oldService = await connect('booking', 'booking', 'first');
  serve(oldService);
  let door = await connect('gateway', 'gateway', 'first');
  let [asked, going] = [0, true];
  const failures: string[] = [];
  const load = (async () => {
    while (going) {
      asked += 1;
      await door.connection.nats.request('req.booking.view-booking', '', { timeout: 2_000 }).catch((error: Error) => {
        failures.push(`${asked}: ${String(error)}`);
      });
    }
  })();
  const some = (more: number) => eventually(() => expect(asked).toBeGreaterThan(more));
  await some(50);

  await reload(first, both);
  await some(asked + 50);
  const newService = await connect('booking', 'booking-2', 'second');
  serve(newService);
  await newService.connection.nats.flush();
  await oldService.close();
  const oldDoor = door;
  door = await connect('gateway', 'gateway-2', 'second');
  // A door closes when what it was asked is answered.
  await some(asked + 2);
  await oldDoor.close();
  await some(asked + 50);
  await reload(both, moved);
  await some(asked + 50);
  going = false;
  await load;

  // At a reload the server forgets to whom a service owes an answer, and holds the one that comes then for unasked: a request that is
  // under way at that very instant runs out of its time. Everything else, before and after and at each move, is answered.
  const unasked = readFileSync(join(folder, 'nats.log'), 'utf8').match(/Publish Violation.*_INBOX_gateway/g) ?? [];
  expect(failures.length).toBeLessThanOrEqual(2);
  expect(failures.length).toBe(unasked.length);
  expect(asked).toBeGreaterThan(200);
  const { connect: raw } = await import('@nats-io/transport-node');
  const login = { servers: server.url, user: 'booking', pass: 'first', reconnect: false };
  await expect(raw(login)).rejects.toThrow(/authorization/i);
  await door.close();
  await newService.close();
}, 60_000);
