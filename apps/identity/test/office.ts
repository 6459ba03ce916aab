/** A post office for tests: identity on a real PostgreSQL and NATS, members, and a mailbox that can be told how to fail. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { BookingMail, Data } from '@sounding/contracts';
import type { RunningService } from '@sounding/service';
import { startWorld, type World } from '@sounding/testing';
import { IdentityModule } from '../src/identity.module.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';

export type Wish = Data<typeof BookingMail>;

export class Office {
  private constructor(
    readonly world: World,
    readonly mailbox: Mailbox,
    private readonly settings: Record<string, string>,
  ) {}

  static async start(opened: (running: RunningService) => void = () => undefined): Promise<Office> {
    const mailbox = await openMailbox();
    const office = new Office(await startWorld(), mailbox, {
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

  /** The row of a wish; the key begins with the owner's name. */
  async rowOf(key: string): Promise<Record<string, unknown>> {
    const [row] = await this.sql('select * from outbound_mail where key = $1', [key]);
    return row ?? {};
  }
}
