/** A post office for tests: identity on a real PostgreSQL and NATS, members, and a mailbox that can be told how to fail. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { BookingMail, Data } from '@sounding/contracts';
import type { RunningService } from '@sounding/service';
import { startWorld, type World } from '@sounding/testing';
import { Secrets } from '../src/accounts/secrets.crypto.ts';
import { IdentityModule } from '../src/identity.module.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';

export type Wish = Data<typeof BookingMail>;

export class Office {
  private constructor(
    readonly world: World,
    readonly mailbox: Mailbox,
    private readonly settings: Record<string, string>,
  ) {}

  /** `more`: settings beside the usual ones, from the folder of the world. */
  static async start(
    more: (home: string) => Record<string, string> = () => ({}),
    opened: (running: RunningService) => void = () => undefined,
  ): Promise<Office> {
    const mailbox = await openMailbox();
    const world = await startWorld();
    const office = new Office(world, mailbox, {
      ...more(world.home),
      AUTH_SECRET: randomBytes(32).toString('hex'),
      AUTH_STAFF_SECRET: randomBytes(32).toString('hex'),
      SMTP_URL: mailbox.url,
    });
    opened(await office.open());
    return office;
  }

  /** Starts identity; started again it is a second copy. */
  open() {
    return this.world.service('identity', IdentityModule, { environment: this.settings });
  }

  async stop(): Promise<void> {
    await this.world.stop();
    await this.mailbox.close();
  }

  sql(text: string, values: unknown[] = []) {
    return this.world.sql<Record<string, unknown>>('identity', text, values);
  }

  async member(zone = 'America/New_York'): Promise<{ id: string; email: string }> {
    const [id, now] = [randomUUID(), new Date()];
    const email = `member-${id.slice(0, 8)}@example.com`;
    await this.sql(
      `insert into account (id, email, alias, zone, password_hash, adult_at, terms_version, confirmed_at, changed_at)
       values ($1, $2, 'Robin', $3, '$argon2id$never', $4, '2026-11-01', $4, $4)`,
      [id, email, zone, now],
    );
    return { id, email };
  }

  /** A member with a session that does not end while the clock is moved. */
  async signedIn(): Promise<{ id: string; email: string; token: string }> {
    const made = await this.member();
    return { ...made, token: await this.tokenOf(made.id) };
  }

  async tokenOf(id: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const now = this.world.clock.now();
    await this.sql(`insert into session (id, account_id, made_at, expires_at) values ($1, $2, $3, $4)`, [
      ...[Buffer.from(new Secrets(this.settings.AUTH_SECRET ?? '').tokenId(token)), id, now],
      new Date(now.getTime() + 3_600_000),
    ]);
    return token;
  }

  /** The row of a wish; the key begins with the owner's name. */
  async rowOf(key: string): Promise<Record<string, unknown>> {
    const [row] = await this.sql('select * from outbound_mail where key = $1', [key]);
    return row ?? {};
  }
}
