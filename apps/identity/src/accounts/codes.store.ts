/** Six-digit codes: made, mailed in the same commit, and good for five tries that are counted before they are judged. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { Post } from '../post/post.store.ts';
import { after, CODE_LIVES_MS, CODE_TRIES, CODES, SIGN_UP_LIVES_MS } from './limits.ts';
import { Secrets } from './secrets.crypto.ts';
import { Tallies } from './tally.store.ts';

export type Purpose = 'confirm' | 'reset' | 'change';

const WITH_CODE = { confirm: 'code-confirm', reset: 'code-reset', change: 'code-change' } as const;

export interface Addressee {
  readonly email: string;
  readonly alias: string;
  readonly zone: string;
}

@Injectable()
export class Codes {
  constructor(
    private readonly db: PrismaClient,
    private readonly secrets: Secrets,
    private readonly tallies: Tallies,
    private readonly post: Post,
  ) {}

  /** Counts one more mail to this address; known and unknown addresses have the same limit. */
  async allow(email: string, now: Date): Promise<void> {
    for (const limit of CODES) await this.tallies.count(limit, this.secrets.whom(email), now);
  }

  /**
   * Makes a code for a sign-up or account (`target`) and wishes its mail. Without a target nobody gets a code, but the same
   * rows are written, so that the answer takes the same time; `instead` is the mail that then goes out in its place.
   */
  async send(
    tx: Prisma.TransactionClient,
    purpose: Purpose,
    to: Addressee,
    target: string | null,
    now: Date,
    instead: 'already-known' | 'already-taken' | null = null,
  ): Promise<void> {
    const id = randomUUID();
    const digits = this.secrets.newDigits();
    const expiresAt = after(now, CODE_LIVES_MS);
    await tx.code.updateMany({ where: { email: to.email, purpose, target, usedAt: null }, data: { usedAt: now } });
    await tx.code.create({
      data: { id, email: to.email, purpose, hash: this.secrets.codeHash(id, digits), target, expiresAt },
    });
    await this.post.wishOwn(tx, {
      key: `code:${id}`,
      template: target === null && instead ? instead : WITH_CODE[purpose],
      to: { ...to, digits: target === null ? null : digits },
      uselessAt: target === null ? after(now, SIGN_UP_LIVES_MS) : expiresAt,
      now,
      leaves: target !== null || instead !== null,
    });
  }

  /**
   * One try at the live codes of an address. The try is counted and committed first, for all of them at once, so that any
   * number of parallel guesses has five tries together. Answers the code that is right, or null.
   */
  async guess(
    email: string,
    purpose: Purpose,
    digits: string,
    now: Date,
  ): Promise<{ id: string; target: string } | null> {
    const live = await this.db.$queryRaw<{ id: string; hash: Uint8Array; target: string | null }[]>`
      UPDATE code SET tries = tries + 1
      WHERE email = ${email} AND purpose = ${purpose} AND used_at IS NULL
        AND tries < ${CODE_TRIES} AND expires_at > ${now}
      RETURNING id, hash, target`;
    const right = live.find((code) => this.secrets.isCode(code.id, digits, code.hash));
    return right?.target ? { id: right.id, target: right.target } : null;
  }

  /** Uses a right code up; false when somebody else was faster. */
  async use(tx: Prisma.TransactionClient, codeId: string, now: Date): Promise<boolean> {
    const { count } = await tx.code.updateMany({ where: { id: codeId, usedAt: null }, data: { usedAt: now } });
    return count === 1;
  }
}
