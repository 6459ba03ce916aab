/**
 * Tokens, codes and what is kept of them. Keys for the different uses are derived from one secret, so that a value made
 * for one use is never valid for another, nor in the other realm.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { derivedKey, openBytes, sealBytes } from '@sounding/service';

const USES = ['session', 'code', 'tally', 'mail', 'half', 'link', 'recovery', 'factor', 'export'] as const;
export type Use = (typeof USES)[number];

export class Secrets {
  private readonly keys: Record<Use, Buffer>;

  /** `secret` has 32 characters or more. */
  constructor(secret: string) {
    this.keys = Object.fromEntries(USES.map((use) => [use, derivedKey(secret, `identity/${use}`)])) as Record<
      Use,
      Buffer
    >;
  }

  /** A new opaque token, 256 random bits as base64url: of a session, a half-session, a link. Told once to the person, stored nowhere. */
  newToken(): string {
    return randomBytes(32).toString('base64url');
  }

  /** What is stored of a token: its SHA-256 under the realm's key for this use, so a row cannot be made without the secret. */
  tokenId(token: string, use: 'session' | 'half' | 'link' | 'recovery' = 'session'): Uint8Array<ArrayBuffer> {
    return this.digest(use, token);
  }

  /** Six digits, each of the million equally likely. */
  newDigits(): string {
    return randomInt(1_000_000).toString().padStart(6, '0');
  }

  /** What is stored of a code. A plain hash of six digits would be read back in a second; this one needs the secret. */
  codeHash(codeId: string, digits: string): Uint8Array<ArrayBuffer> {
    return this.digest('code', `${codeId}:${digits}`);
  }

  isCode(codeId: string, digits: string, hash: Uint8Array): boolean {
    return timingSafeEqual(this.codeHash(codeId, digits), hash);
  }

  /** Names an address in a tally without keeping the address. */
  whom(email: string): Uint8Array<ArrayBuffer> {
    return this.digest('tally', email);
  }

  /** Opens this account's copy of its data until then, and is stored nowhere: the time and a keyed hash over it and the account. */
  ticket(accountId: string, until: Date): string {
    const time = String(until.getTime());
    return `${time}.${Buffer.from(this.digest('export', `${accountId}:${time}`)).toString('base64url')}`;
  }

  isTicket(accountId: string, ticket: string, now: Date): boolean {
    const [, time = ''] = /^(\d{1,15})\./.exec(ticket) ?? [];
    if (time === '' || Number(time) <= now.getTime()) return false;
    const [given, wanted] = [ticket, this.ticket(accountId, new Date(Number(time)))].map((text) => Buffer.from(text));
    return (
      given !== undefined && wanted !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted)
    );
  }

  /** Encrypts what a waiting mail must remember; `row` is authenticated with it, so it opens only in its own row. */
  seal(row: string, text: string): Uint8Array<ArrayBuffer> {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.keys.mail, nonce).setAAD(Buffer.from(row));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed]));
  }

  /** Throws when the bytes were changed, belong to another row or were sealed under another secret. */
  open(row: string, bytes: Uint8Array): string {
    const decipher = createDecipheriv('aes-256-gcm', this.keys.mail, bytes.subarray(0, 12))
      .setAAD(Buffer.from(row))
      .setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }

  /** Seals the secret of an authenticator app, or what a half-session remembers, for one place: `staff/<id>/totp`. */
  keep(use: 'factor' | 'half', place: string, text: string): Uint8Array<ArrayBuffer> {
    return sealBytes(this.keys[use], place, Buffer.from(text, 'utf8'));
  }

  /** Throws when the bytes were changed, or kept for another use or place. */
  kept(use: 'factor' | 'half', place: string, bytes: Uint8Array): string {
    return openBytes(this.keys[use], place, bytes).toString('utf8');
  }

  private digest(use: Use, text: string): Uint8Array<ArrayBuffer> {
    return new Uint8Array(createHmac('sha256', this.keys[use]).update(text).digest());
  }
}
