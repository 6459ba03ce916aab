import { beforeAll, expect, jest, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Mint, minter, type Verify, verifier } from './token.jwt.ts';

let mint: Mint;
let verify: Verify;
let signingKey: CryptoKey;
const person = { account: 'a-1', realm: 'client' } as const;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  signingKey = privateKey as CryptoKey;
  mint = minter(JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'k' }));
  verify = verifier(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k' }] }));
});

test('a token tells its audience who asks', async () => {
  const token = await mint(person, ['booking', 'billing']);
  expect(await verify(token, 'billing')).toEqual(person);
  expect(await verify(token, 'support')).toBeNull();
});

test('a token ends after 60 seconds, and not a second later', async () => {
  const minted = 1_800_000_000_000;
  jest.useFakeTimers({ now: minted });
  const token = await mint(person, ['booking']);
  jest.setSystemTime(minted + 59_000);
  expect(await verify(token, 'booking')).toEqual(person);
  jest.setSystemTime(minted + 60_000);
  expect(await verify(token, 'booking')).toBeNull();
  jest.useRealTimers();
});

test('a door whose clock is ahead by five seconds is believed, by ten it is not', async () => {
  const minted = 1_800_000_000_000;
  jest.useFakeTimers({ now: minted });
  const token = await mint(person, ['booking']);
  jest.setSystemTime(minted - 5_000);
  expect(await verify(token, 'booking')).toEqual(person);
  jest.setSystemTime(minted - 10_000);
  expect(await verify(token, 'booking')).toBeNull();
  jest.useRealTimers();
});

test('a changed, unsigned or otherwise signed token tells nothing', async () => {
  const token = await mint(person, ['booking']);
  const [head, body, signature] = token.split('.') as [string, string, string];
  const forged = Buffer.from(JSON.stringify({ ...JSON.parse(atob(body)), sub: 'somebody-else' })).toString('base64url');
  expect(await verify(`${head}.${forged}.${signature}`, 'booking')).toBeNull();
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  expect(await verify(`${none}.${body}.`, 'booking')).toBeNull();
  expect(await verify('', 'booking')).toBeNull();
});

test('a token without a realm, or of another issuer, tells nothing', async () => {
  const base = () =>
    new SignJWT({ realm: 'client' }).setSubject('a').setAudience('booking').setIssuedAt().setExpirationTime('60s');
  const sign = (token: SignJWT) => token.setProtectedHeader({ alg: 'EdDSA', kid: 'k' }).sign(signingKey);
  expect(await verify(await sign(base().setIssuer('somebody')), 'booking')).toBeNull();
  const root = new SignJWT({ realm: 'root' })
    .setSubject('a')
    .setAudience('booking')
    .setIssuedAt()
    .setExpirationTime('60s');
  expect(await verify(await sign(root.setIssuer('sounding-door')), 'booking')).toBeNull();
  expect(await verify(await sign(base().setIssuer('sounding-door')), 'booking')).toEqual({
    account: 'a',
    realm: 'client',
  });
});
