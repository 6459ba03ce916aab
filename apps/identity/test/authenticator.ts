/** An authenticator in software, which can be told to lie: ES256, resident, its person verified. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

export interface Lies {
  readonly origin?: string;
  readonly unverified?: boolean;
  readonly counter?: number;
}

interface Asked {
  readonly challenge: string;
  readonly user?: { readonly id: string };
  readonly rp?: { readonly id?: string };
  readonly rpId?: string;
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest();
const url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

export class Authenticator {
  private readonly id = randomBytes(32);
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private handle = '';
  private counter = 0;

  constructor(private readonly origin: string) {}

  private flags(lies: Lies, attested: number): Buffer {
    return Buffer.of(0x01 | (lies.unverified ? 0 : 0x04) | attested);
  }

  private head(rpId: string, flags: Buffer, counter: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), flags, count]);
  }

  private client(type: string, challenge: string, lies: Lies): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: lies.origin ?? this.origin, crossOrigin: false }));
  }

  make(options: unknown, lies: Lies = {}) {
    const { challenge, user, rp } = options as Asked;
    this.handle = user?.id ?? '';
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    const key = new Map<number, number | Uint8Array>([
      ...([
        [1, 2],
        [3, -7],
        [-1, 1],
      ] as [number, number][]),
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ]);
    const length = Buffer.of(0, this.id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, isoCBOR.encode(key)]);
    const authData = Buffer.concat([this.head(rp?.id ?? '', this.flags(lies, 0x40), this.counter), credential]);
    const attestation = isoCBOR.encode(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authData)],
      ]) as never,
    );
    return {
      ...{ id: url(this.id), rawId: url(this.id), type: 'public-key', clientExtensionResults: {} },
      response: {
        clientDataJSON: url(this.client('webauthn.create', challenge, lies)),
        attestationObject: url(attestation),
        transports: ['internal'],
      },
    };
  }

  answer(options: unknown, lies: Lies = {}) {
    const { challenge, rpId = '' } = options as Asked;
    this.counter = lies.counter ?? this.counter + 1;
    const authData = this.head(rpId, this.flags(lies, 0), this.counter);
    const client = this.client('webauthn.get', challenge, lies);
    return {
      ...{ id: url(this.id), rawId: url(this.id), type: 'public-key', clientExtensionResults: {} },
      response: {
        ...{ clientDataJSON: url(client), authenticatorData: url(authData), userHandle: this.handle },
        signature: url(sign('sha256', Buffer.concat([authData, sha256(client)]), this.keys.privateKey)),
      },
    };
  }
}
