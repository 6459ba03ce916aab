/** The keys of the doors' tokens are changed under load, as docs/runbooks/keys-and-passwords.md says: no request fails. */
import { generateKeyPairSync } from 'node:crypto';
import { Bus } from '@sounding/bus';
import { MyTickets } from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import { SupportModule } from '../apps/support/src/support.module.ts';

jest.setTimeout(120_000);

interface Key {
  readonly secret: string;
  readonly open: object;
}

function makeKey(kid: string): Key {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const open = { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
  return { open, secret: JSON.stringify({ ...open, d }) };
}

const setOf = (...keys: Key[]) => JSON.stringify({ keys: keys.map(({ open }) => open) });
const account = '7b0f5c1e-6a55-4d0c-9f5e-0c1a2b3c4d5e';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

const serve = (keys: string) => world.service('support', SupportModule, { environment: { SOUNDING_TOKEN_KEYS: keys } });
const openDoor = (key: Key) =>
  Bus.connect({
    name: 'gateway',
    nats: { url: world.nats.url, user: 'gateway', password: 'of-a-test' },
    tokenSecret: key.secret,
    log: quiet,
  });

test('the newest key signs, the older one is still believed, and then no more, while people go on asking', async () => {
  const [old, fresh] = [makeKey('a'), makeKey('b')];
  let service = await serve(setOf(old));
  let door = await openDoor(old);
  const failures: string[] = [];
  let [asked, going] = [0, true];
  const askAt = (at: Bus) => at.ask(MyTickets, {}, { as: at.as({ account, realm: 'client' }) });
  const load = (async () => {
    while (going) {
      await askAt(door).catch((error: Error) => failures.push(`${asked}: ${error.message}`));
      asked += 1;
    }
  })();
  const some = async () => {
    const goal = asked + 20;
    await world.eventually(() => expect(asked).toBeGreaterThan(goal));
  };
  const replace = async (keys: string) => {
    const next = await serve(keys);
    await service.stop();
    service = next;
    await some();
  };

  await some();
  await replace(setOf(old, fresh));
  const oldDoor = door;
  door = await openDoor(fresh);
  await some();
  expect(await askAt(oldDoor)).toEqual({ tickets: [] });
  await replace(setOf(fresh));
  going = false;
  await load;
  expect(failures).toEqual([]);
  await expect(askAt(oldDoor)).rejects.toMatchObject({ code: 'not-signed-in' });
  await oldDoor.close();
  await door.close();
});
