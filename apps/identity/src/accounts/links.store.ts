/**
 * Signing in by a mailed link, instead of a password. The link is half of it: the other half is a cookie of the browser that asked, so a
 * link that somebody else reads opens nothing. Known and unknown addresses cause the same statements and get the same answer.
 */
import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Input, OpenLink, type Output, refuse, type SendLink } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { PrismaClient } from '../generated/prisma/client.ts';
import { Post } from '../post/post.store.ts';
import { AddressBook } from './address-book.crypto.ts';
import { Codes } from './codes.store.ts';
import { after, LINK_LIVES_MS } from './limits.ts';
import { CLIENT_REALM, Realm } from './realm.store.ts';
import { Secrets } from './secrets.crypto.ts';
import type { SignInAnswer } from './tables.store.ts';

@Injectable()
export class Links {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    private readonly codes: Codes,
    private readonly post: Post,
    private readonly secrets: Secrets,
    private readonly addresses: AddressBook,
    @Inject(CLIENT_REALM) private readonly clients: Realm,
  ) {}

  async send({ email }: Input<typeof SendLink>): Promise<Output<typeof SendLink>> {
    const now = this.clock.now();
    await this.codes.allow(email, now);
    const link = this.secrets.newToken();
    return this.db.$transaction(async (tx) => {
      const account = await this.addresses.find(tx, 'client', email);
      const begun = await this.clients.halves.begin(
        tx,
        {
          accountId: account?.id ?? null,
          step: 'link',
          keep: this.hashOf(link).toString('hex'),
          livesMs: LINK_LIVES_MS,
        },
        now,
      );
      await this.post.wishOwn(tx, {
        key: `link:${this.hashOf(link).toString('hex').slice(0, 32)}`,
        template: 'sign-in-link',
        to: { email, alias: account?.alias ?? '', zone: account?.zone ?? 'UTC', digits: link },
        uselessAt: after(now, LINK_LIVES_MS),
        now,
        leaves: account !== null,
      });
      return begun;
    });
  }

  /** A first step as the password is: a second factor is asked after it. */
  async open({ half, link, ...browser }: Input<typeof OpenLink>): Promise<SignInAnswer> {
    const now = this.clock.now();
    const found = await this.clients.halves.try(half, ['link'], now);
    const fits = found.kept !== null && timingSafeEqual(Buffer.from(found.kept, 'hex'), this.hashOf(link));
    const { accountId } = found;
    if (!fits || accountId === null)
      throw refuse(
        OpenLink,
        'wrong-link',
        'This link is not good any more, or not for this browser. Please ask for a new one.',
      );
    return this.db.$transaction(async (tx) => {
      await this.clients.halves.finish(tx, found);
      const account = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
      return this.clients.proceed(tx, account, now, browser);
    });
  }

  private hashOf(link: string): Buffer {
    return Buffer.from(this.secrets.tokenId(link, 'link'));
  }
}
