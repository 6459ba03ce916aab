/** The door's signed word for who asks: EdDSA, 60 seconds, subject = account. */
import { createLocalJWKSet, errors, importJWK, type JSONWebKeySet, type JWK, jwtVerify, SignJWT } from 'jose';
import type { Realm } from './messages.ts';

export interface Person {
  readonly account: string;
  readonly realm: Realm;
}

const ISSUER = 'sounding-door';
const LIFETIME_SECONDS = 60;
/** How far ahead a door's clock may be. */
const GRACE_SECONDS = 5;

export type Mint = (person: Person, audience: readonly string[]) => Promise<string>;
export type Verify = (token: string, audience: string) => Promise<Person | null>;

/** A minter from the private JWK (JSON) that only doors hold. */
export function minter(secret: string): Mint {
  const jwk = JSON.parse(secret) as JWK;
  const key = importJWK(jwk, 'EdDSA');
  return async (person, audience) =>
    new SignJWT({ realm: person.realm })
      .setProtectedHeader({ alg: 'EdDSA', ...(jwk.kid ? { kid: jwk.kid } : {}) })
      .setIssuer(ISSUER)
      .setSubject(person.account)
      .setAudience([...audience])
      .setIssuedAt()
      .setExpirationTime(`${LIFETIME_SECONDS}s`)
      .sign(await key);
}

/** A verifier from the public JWKS (JSON). Answers null for a token that is forged, over, or meant for somebody else. */
export function verifier(publicKeys: string): Verify {
  const keys = createLocalJWKSet(JSON.parse(publicKeys) as JSONWebKeySet);
  return async (token, audience) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['EdDSA'],
        issuer: ISSUER,
        audience,
        clockTolerance: GRACE_SECONDS,
        requiredClaims: ['sub', 'exp', 'iat'],
        maxTokenAge: LIFETIME_SECONDS,
      });
      // The grace is for a door whose clock is ahead. A token that is over by our own clock is over.
      if ((payload.exp ?? 0) <= Date.now() / 1000) return null;
      const realm = payload.realm;
      if (typeof payload.sub !== 'string' || (realm !== 'client' && realm !== 'staff')) return null;
      return { account: payload.sub, realm };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
      throw error;
    }
  };
}
