/** The secrets of a development copy: made once, kept in a file that only its owner can read. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { SERVICES } from '@sounding/contracts';

export interface Secrets {
  readonly postgres: string;
  /** Passwords of `<service>_owner` and `<service>_app`. */
  readonly databases: Record<string, { readonly owner: string; readonly app: string }>;
  /** Passwords of the NATS users. */
  readonly nats: Record<string, string>;
  /** The doors' signing key, as a private JWK. */
  readonly tokenKey: Record<string, string>;
  readonly dataKey: string;
  readonly authSecret: string;
  readonly authStaffSecret: string;
  readonly turnSecret: string;
  readonly stripeKey: string;
  readonly stripeWebhookSecret: string;
}

const word = (): string => randomBytes(24).toString('base64url');

function makeTokenKey(): Record<string, string> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const jwk = privateKey.export({ format: 'jwk' });
  return {
    kty: 'OKP',
    crv: 'Ed25519',
    x: String(jwk.x),
    d: String(jwk.d),
    kid: word().slice(0, 12),
    alg: 'EdDSA',
    use: 'sig',
  };
}

function makeSecrets(users: readonly string[]): Secrets {
  return {
    postgres: word(),
    databases: Object.fromEntries(SERVICES.map((service) => [service, { owner: word(), app: word() }])),
    nats: Object.fromEntries(users.map((user) => [user, word()])),
    tokenKey: makeTokenKey(),
    dataKey: randomBytes(32).toString('base64'),
    authSecret: word(),
    authStaffSecret: word(),
    turnSecret: word(),
    stripeKey: `sk_test_${randomBytes(24).toString('hex')}`,
    stripeWebhookSecret: `whsec_${randomBytes(24).toString('hex')}`,
  };
}

/** Reads the secrets of a copy, or makes them. What an older copy does not have yet is added. */
export function loadSecrets(path: string, busUsers: readonly string[]): Secrets {
  const made = makeSecrets(busUsers);
  const known = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>) : {};
  const secrets: Secrets = {
    ...made,
    ...known,
    databases: { ...made.databases, ...known.databases },
    nats: { ...made.nats, ...known.nats },
  };
  const text = `${JSON.stringify(secrets, null, 2)}\n`;
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return secrets;
}

export const dataKeysFile = (home: string): string => `${home}/data-keys.json`;

/**
 * The file of the key-encryption keys, made once. Afterwards it is its owner's: `docs/runbooks/keys-and-passwords.md` says how to give it
 * another key. `now` names the first one.
 */
export function ensureDataKeys(path: string, now: Date): void {
  if (existsSync(path)) return;
  const id = now.toISOString().slice(0, 7);
  const held = { current: id, keys: { [id]: randomBytes(32).toString('base64') } };
  writeFileSync(path, `${JSON.stringify(held, null, 2)}\n`, { mode: 0o600 });
}

/** What services verify with: the key without its private part. */
export function publicKeys(tokenKey: Record<string, string>): string {
  const { d: _private, ...key } = tokenKey;
  return JSON.stringify({ keys: [key] });
}
