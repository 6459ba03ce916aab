/** A token that is not the door's word for this person at this service, sent to real services by somebody who holds a door's login to the bus. */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { inboxPrefixOf, wire } from '@sounding/bus';
import { MyTickets, type Request, StaffQueue } from '@sounding/contracts';
import type { World } from '../../world.ts';

interface Secrets {
  readonly nats: Readonly<Record<string, string>>;
  readonly tokenKey: Readonly<Record<string, string>>;
}
type Claims = Record<string, unknown>;

const ACCOUNT = '7b0f5c1e-6a55-4d0c-9f5e-0c1a2b3c4d5e';
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function tellTokens(world: () => World): void {
  let secrets: Secrets;
  const doors = new Map<string, NatsConnection>();
  beforeAll(async () => {
    const { home, ports } = world().platform;
    secrets = JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8')) as Secrets;
    for (const user of ['gateway', 'support-console']) {
      const login = { user, pass: secrets.nats[user] ?? '', inboxPrefix: inboxPrefixOf(user) };
      doors.set(user, await connect({ servers: `nats://127.0.0.1:${ports.nats}`, ...login }));
    }
  });
  afterAll(async () => {
    for (const nats of doors.values()) await nats.close();
  });

  const now = () => Math.floor(Date.now() / 1000);
  const claims = (changed: Claims = {}): Claims => ({
    ...{ realm: 'client', iss: 'sounding-door', sub: ACCOUNT, aud: ['support'], iat: now(), exp: now() + 60 },
    ...changed,
  });
  const key = () => ({ key: { kty: 'OKP', crv: 'Ed25519', ...secrets.tokenKey }, format: 'jwk' as const });
  const head = () => ({ alg: 'EdDSA', kid: secrets.tokenKey.kid });
  const signed = (header: object, body: Claims, by: Parameters<typeof sign>[2] = key()) => {
    const text = `${encode(header)}.${encode(body)}`;
    return `${text}.${sign(null, Buffer.from(text), by).toString('base64url')}`;
  };

  async function answerTo(token: string, contract: Request = MyTickets, door = 'gateway'): Promise<string> {
    const sent = headers();
    sent.set(wire.TOKEN, token);
    sent.set(wire.TIME_LEFT, '5000');
    const nats = doors.get(door) as NatsConnection;
    const answer = await nats.request(contract.subject, '{}', { headers: sent, timeout: 5_000 });
    const status = answer.headers?.get(wire.STATUS) ?? '';
    return status === 'ok' ? 'ok' : answer.json<{ code: string }>().code;
  }

  it('the door’s own word is believed, so that what follows is refused for what is wrong with it', async () => {
    expect(await answerTo(signed(head(), claims()))).toBe('ok');
    const staff = signed(head(), claims({ realm: 'staff' }));
    expect(await answerTo(staff, StaffQueue, 'support-console')).toBe('ok');
  });

  it.each<[string, () => string]>([
    ['unsigned', () => `${encode({ alg: 'none' })}.${encode(claims())}.`],
    [
      'unsigned, with the name of a key',
      () => `${encode({ alg: 'none', kid: secrets.tokenKey.kid })}.${encode(claims())}.`,
    ],
    [
      'signed with the public key as if it were a password',
      () => {
        const text = `${encode({ alg: 'HS256', kid: secrets.tokenKey.kid })}.${encode(claims())}`;
        const open = Buffer.from(secrets.tokenKey.x ?? '', 'base64url');
        return `${text}.${createHmac('sha256', open).update(text).digest('base64url')}`;
      },
    ],
    ['signed by somebody else', () => signed(head(), claims(), generateKeyPairSync('ed25519').privateKey)],
    [
      'signed by somebody else under a name of their own',
      () => signed({ alg: 'EdDSA', kid: 'mine' }, claims(), generateKeyPairSync('ed25519').privateKey),
    ],
    [
      'with the key to check it by',
      () => {
        const { privateKey, publicKey } = generateKeyPairSync('ed25519');
        return signed({ alg: 'EdDSA', jwk: publicKey.export({ format: 'jwk' }) }, claims(), privateKey);
      },
    ],
    ['for another service', () => signed(head(), claims({ aud: ['billing'] }))],
    ['for nobody', () => signed(head(), claims({ aud: [] }))],
    ['of another issuer', () => signed(head(), claims({ iss: 'somebody' }))],
    ['over for a second', () => signed(head(), claims({ iat: now() - 61, exp: now() - 1 }))],
    ['of tomorrow', () => signed(head(), claims({ iat: now() + 86_400, exp: now() + 86_460 }))],
    ['not valid before a minute from now', () => signed(head(), claims({ nbf: now() + 60 }))],
    [
      'good for a year, and minted an hour ago',
      () => signed(head(), claims({ iat: now() - 3_600, exp: now() + 31_536_000 })),
    ],
    ['without an end', () => signed(head(), { ...claims(), exp: undefined })],
    ['of a realm that is none', () => signed(head(), claims({ realm: 'root' }))],
    ['of nobody', () => signed(head(), { ...claims(), sub: undefined })],
    [
      'with another’s claims under a good signature',
      () => {
        const [top, , mark] = signed(head(), claims()).split('.');
        return `${top}.${encode(claims({ sub: 'f3b9d6a0-1111-4222-8333-444455556666' }))}.${mark}`;
      },
    ],
    ['that is no token', () => 'Bearer'],
  ])('a token %s is refused', async (_what, make) => {
    expect(await answerTo(make())).toBe('not-signed-in');
  });

  it('a client’s token opens nothing of staff, and the other way round', async () => {
    expect(await answerTo(signed(head(), claims()), StaffQueue, 'support-console')).toMatch(
      /^not-(signed-in|allowed)$/,
    );
    expect(await answerTo(signed(head(), claims({ realm: 'staff' })))).toMatch(/^not-(signed-in|allowed)$/);
  });
}
