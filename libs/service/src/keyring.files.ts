/**
 * Key-encryption keys from a file, read again when it changes, so that a new one needs no restart:
 * `{ "current": "2026-11", "keys": { "2026-11": "<base64 of 32 bytes>" } }`. SOUNDING_DATA_KEY, the one key of earlier
 * releases, goes on as the key `env`: alone, or beside the file until no data key is wrapped with it.
 */
import { readFileSync, statSync } from 'node:fs';
import { Fault } from '@sounding/bus';
import { z } from 'zod';
import { type Environment, readConfig, WrongSetting } from './config.env.ts';
import type { KeyEncryption, WrappedKey } from './keyring.ts';
import { openBytes, sealBytes } from './seal.crypto.ts';

const Key = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, {
  error: 'must be 32 bytes in base64',
});
const Settings = z.object({ SOUNDING_DATA_KEY: Key.optional(), SOUNDING_DATA_KEYS_FILE: z.string().min(1).optional() });
const Held = z.object({ current: z.string().min(1), keys: z.record(z.string().regex(/^[\w.-]{1,40}$/), Key) });

/** The id of the key in SOUNDING_DATA_KEY. */
const ENV = 'env';
/** The file is looked at this often at most; reading it costs more than a look. */
const LOOK_MS = 1_000;
/** Rights of others to read or write. A group may: clusters mount secrets for the group of the pod. */
const OTHERS = 0o006;

/**
 * A key-encryption key that data keys are wrapped with is not to be had: somebody took it away too early. A fault, because it
 * passes when the key is put back; what was asked meanwhile is answered as when a database is away, and nothing is lost.
 */
export class UnknownKek extends Fault {
  constructor(readonly kek: string) {
    super(
      'unavailable',
      `data keys are wrapped with the key-encryption key "${kek}", which this service was not given: put it back`,
    );
  }
}

interface Keys {
  readonly current: string;
  readonly keys: ReadonlyMap<string, Buffer>;
}

export class FileKeys implements KeyEncryption {
  private held: Keys;
  private stamp = '';
  private lookedAt = 0;
  /** Why the file as it is now is not used; the keys of before go on. */
  private trouble: string | null = null;
  private readonly env: Buffer | null;
  private readonly file: string | null;

  /** Throws `WrongSetting`, which names what is missing or wrong and repeats no value. */
  constructor(environment: Environment) {
    const { SOUNDING_DATA_KEY: env, SOUNDING_DATA_KEYS_FILE: file } = readConfig(Settings, environment);
    this.env = env ? Buffer.from(env, 'base64') : null;
    this.file = file ?? null;
    if (file) this.held = this.read(file);
    else if (this.env) this.held = { current: ENV, keys: new Map([[ENV, this.env]]) };
    else throw new WrongSetting('These settings are missing or wrong:\n  SOUNDING_DATA_KEYS_FILE: is not set');
  }

  async current(): Promise<string> {
    return this.look().current;
  }

  async known(): Promise<readonly string[]> {
    return [...this.look().keys.keys()];
  }

  /** What is wrong with the file as it is now, in words; null when nothing is. */
  problem(): string | null {
    this.look();
    return this.trouble;
  }

  async wrap(context: string, key: Uint8Array): Promise<WrappedKey> {
    const { current } = this.look();
    return { kek: current, wrapped: sealBytes(this.key(current), `${context}/key`, key) };
  }

  async unwrap(context: string, kek: string, wrapped: Uint8Array): Promise<Uint8Array> {
    const key = this.key(kek);
    try {
      return openBytes(key, `${context}/key`, wrapped);
    } catch (error) {
      // The keys of rooms had another name in the release before the keyring, and were one for both sides.
      const room = kek === ENV ? /^room\/[^/]+/.exec(context)?.[0] : undefined;
      if (room) return openBytes(key, `${room}/wrapped_key`, wrapped);
      throw error;
    }
  }

  private key(kek: string): Buffer {
    const key = this.look().keys.get(kek);
    if (!key) throw new UnknownKek(kek);
    return key;
  }

  /** The keys as the file holds them now. A file that cannot be used changes nothing: it is said, and the keys of before go on. */
  private look(): Keys {
    if (!this.file || Date.now() - this.lookedAt < LOOK_MS) return this.held;
    this.lookedAt = Date.now();
    try {
      if (stampOf(this.file) !== this.stamp) this.held = this.read(this.file);
      this.trouble = null;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    }
    return this.held;
  }

  private read(file: string): Keys {
    const wrong = (what: string) =>
      new WrongSetting(`These settings are missing or wrong:\n  SOUNDING_DATA_KEYS_FILE: ${what}`);
    let text: string;
    let stamp: string;
    try {
      if (process.platform !== 'win32' && (statSync(file).mode & OTHERS) !== 0) {
        throw wrong('other users of the machine may read or write the file; take that right away (chmod 600)');
      }
      stamp = stampOf(file);
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if (error instanceof WrongSetting) throw error;
      throw wrong(`the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
    }
    const held = Held.safeParse(parsed(text));
    if (!held.success) throw wrong('the file must be { "current": id, "keys": { id: 32 bytes in base64 } }');
    const keys = new Map(Object.entries(held.data.keys).map(([id, key]) => [id, Buffer.from(key, 'base64')]));
    if (!keys.has(held.data.current)) throw wrong('the current key is not among the keys of the file');
    const all = new Map<string, Buffer>(keys);
    if (this.env && !all.has(ENV)) all.set(ENV, this.env);
    this.stamp = stamp;
    return { current: held.data.current, keys: all };
  }
}

/** Changes when the file does, also when a cluster swaps the link that it lies behind. */
function stampOf(file: string): string {
  const { ino, size, mtimeMs, ctimeMs } = statSync(file);
  return `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
