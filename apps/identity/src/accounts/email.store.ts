/**
 * A new address for an account. The code goes to the new address, and the old one gets a secret with which it takes the change back.
 * Whether the new address is somebody's already is told to that address alone.
 */
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type ChangeEmail,
  ConfirmNewEmail,
  type Input,
  ObjectToNewEmail,
  type Output,
  refuse,
} from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import { Post } from '../post/post.store.ts';
import { Codes } from './codes.store.ts';
import { after, OBJECTION_LIVES_MS } from './limits.ts';
import { Passwords } from './passwords.argon2.ts';
import { CLIENT_REALM, Realm } from './realm.store.ts';
import { Secrets } from './secrets.crypto.ts';
import type { SignedIn } from './tables.store.ts';

@Injectable()
export class Addresses {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    private readonly codes: Codes,
    private readonly post: Post,
    private readonly secrets: Secrets,
    private readonly passwords: Passwords,
    @Inject(CLIENT_REALM) private readonly clients: Realm,
  ) {}

  async change(accountId: string, { email, proof }: Input<typeof ChangeEmail>): Promise<Output<typeof ChangeEmail>> {
    const now = this.clock.now();
    await this.clients.mustProve(accountId, proof, now);
    await this.codes.allow(email, now);
    await this.db.$transaction(async (tx) => {
      const taken = await tx.account.findUnique({ where: { email } });
      const own = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
      const to = { email, alias: taken?.alias ?? own.alias, zone: taken?.zone ?? own.zone };
      await this.codes.send(tx, 'change', to, taken ? null : accountId, now, 'already-taken');
    });
    return { sent: true };
  }

  async confirm(accountId: string, { email, code, token }: Input<typeof ConfirmNewEmail>): Promise<SignedIn> {
    const now = this.clock.now();
    const wrong = () =>
      refuse(ConfirmNewEmail, 'wrong-code', 'This code is not right, or no longer good. Please ask for a new one.');
    const right = await this.codes.guess(email, 'change', code, now);
    if (!right || right.target !== accountId) throw wrong();
    const objection = this.secrets.newToken();
    return this.db.$transaction(async (tx) => {
      if (!(await this.codes.use(tx, right.id, now))) throw wrong();
      const before = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
      // In one statement, so that an address which was taken meanwhile ends this one and not the transaction.
      const moved = await tx.$executeRaw`
        UPDATE account SET email = ${email}, changed_at = ${now}
        WHERE id = ${accountId}::uuid AND NOT EXISTS (SELECT 1 FROM account WHERE email = ${email})`;
      if (moved === 0) throw wrong();
      await tx.signUp.deleteMany({ where: { email } });
      // A code for a new password that went to the old address is good for nothing from now on.
      await tx.code.updateMany({ where: { target: accountId, usedAt: null }, data: { usedAt: now } });
      await tx.emailChange.create({
        data: {
          ...{ id: this.secrets.tokenId(objection, 'link'), accountId, oldEmail: before.email, madeAt: now },
          expiresAt: after(now, OBJECTION_LIVES_MS),
        },
      });
      await this.post.wishOwn(tx, {
        key: `email-changed:${right.id}`,
        template: 'email-changed',
        to: { email: before.email, alias: before.alias, zone: before.zone, digits: objection },
        uselessAt: after(now, OBJECTION_LIVES_MS),
        now,
        leaves: true,
      });
      await this.clients.sessions.endOthers(tx, accountId, token);
      return this.clients.sessions.rotate(tx, accountId, token);
    });
  }

  /** The newest objection wins over all changes after it: whoever moved an account twice is taken back to where it was before. */
  async object({ objection }: Input<typeof ObjectToNewEmail>): Promise<Output<typeof ObjectToNewEmail>> {
    const now = this.clock.now();
    const over = () =>
      refuse(
        ObjectToNewEmail,
        'objection-over',
        'This link is not good any more. If somebody else has your account, please write to us.',
      );
    const id = this.secrets.tokenId(objection, 'link');
    // Nobody knows this password: whoever had the account must choose a new one, at the address that is theirs again.
    const unknown = await this.passwords.hash(randomBytes(32).toString('base64'));
    await this.db.$transaction(async (tx) => {
      const change = await tx.emailChange.findFirst({ where: { id, expiresAt: { gt: now } } });
      if (!change) throw over();
      const { accountId, oldEmail, madeAt } = change;
      const restored = await tx.$executeRaw`
        UPDATE account SET email = ${oldEmail}, password_hash = ${unknown}, changed_at = ${now}
        WHERE id = ${accountId}::uuid AND NOT EXISTS (SELECT 1 FROM account WHERE email = ${oldEmail} AND id <> ${accountId}::uuid)`;
      if (restored === 0) throw over();
      await tx.emailChange.deleteMany({ where: { accountId, madeAt: { gte: madeAt } } });
      await tx.code.updateMany({ where: { target: accountId, usedAt: null }, data: { usedAt: now } });
      await this.clients.factors.forgetSince(tx, accountId, madeAt);
      await this.clients.sessions.endAll(tx, accountId);
    });
    return { restored: true };
  }
}
