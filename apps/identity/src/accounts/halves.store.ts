/** Sign-ins of one realm that are half done. Their token opens nothing; it finishes one sign-in, once, within five minutes and five tries. */
import { Refusal } from '@sounding/contracts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { after, HALF_LIVES_MS, HALF_TRIES } from './limits.ts';
import type { Secrets } from './secrets.crypto.ts';
import { type RealmName, TABLES, type Tx } from './tables.store.ts';

export type Step = 'second-factor' | 'enrolment' | 'link' | 'passkey' | 'new-passkey' | 'provider';

export interface Half {
  readonly id: Uint8Array<ArrayBuffer>;
  readonly accountId: string | null;
  readonly step: Step;
  /** What was kept for its end; null when there was nothing. */
  readonly kept: string | null;
  readonly expiresAt: string;
}

interface HalfRow {
  readonly id: Uint8Array;
  readonly account_id: string | null;
  readonly step: Step;
  readonly sealed: Uint8Array | null;
  readonly expires_at: Date;
}

export class Halves {
  private readonly table;

  constructor(
    private readonly realm: RealmName,
    private readonly db: PrismaClient,
    private readonly secrets: Secrets,
  ) {
    this.table = TABLES[realm].halfSession;
  }

  /** Begins one. `keep` is sealed into its row. */
  async begin(
    tx: Tx,
    what: { accountId: string | null; step: Step; keep?: string; livesMs?: number },
    now: Date,
  ): Promise<{ half: string; expiresAt: string }> {
    const half = this.secrets.newToken();
    const id = this.secrets.tokenId(half, 'half');
    const expiresAt = after(now, what.livesMs ?? HALF_LIVES_MS);
    const sealed = what.keep === undefined ? null : this.secrets.keep('half', this.place(id), what.keep);
    await tx.$executeRaw`
      INSERT INTO ${this.table} (id, account_id, step, sealed, expires_at)
      VALUES (${id}, ${what.accountId}::uuid, ${what.step}, ${sealed}, ${expiresAt})`;
    return { half, expiresAt: expiresAt.toISOString() };
  }

  /** Looks at it; refuses `sign-in-over` when there is none at one of these steps. */
  async at(half: string, steps: readonly Step[], now: Date): Promise<Half> {
    const rows = await this.db.$queryRaw<HalfRow[]>`
      SELECT id, account_id, step, sealed, expires_at FROM ${this.table}
      WHERE id = ${this.secrets.tokenId(half, 'half')} AND expires_at > ${now} AND tries < ${HALF_TRIES}`;
    return this.oneOf(rows, steps);
  }

  /** One try, counted and committed before it is judged, so that any number of parallel guesses has five together. */
  async try(half: string, steps: readonly Step[], now: Date): Promise<Half> {
    const rows = await this.db.$queryRaw<HalfRow[]>`
      UPDATE ${this.table} SET tries = tries + 1
      WHERE id = ${this.secrets.tokenId(half, 'half')} AND expires_at > ${now} AND tries < ${HALF_TRIES}
      RETURNING id, account_id, step, sealed, expires_at`;
    return this.oneOf(rows, steps);
  }

  /** Keeps something for the end of one that is under way; what was kept before goes. */
  async remember(half: string, keep: string): Promise<void> {
    const id = this.secrets.tokenId(half, 'half');
    const sealed = this.secrets.keep('half', this.place(id), keep);
    await this.db.$executeRaw`UPDATE ${this.table} SET sealed = ${sealed} WHERE id = ${id}`;
  }

  /** One try with what was kept, which is spent by that: of any number at once, one gets it. */
  async take(half: string, steps: readonly Step[], now: Date): Promise<Half & { kept: string }> {
    const rows = await this.db.$queryRaw<HalfRow[]>`
      WITH was AS (
        SELECT id, sealed FROM ${this.table} WHERE id = ${this.secrets.tokenId(half, 'half')} FOR UPDATE)
      UPDATE ${this.table} h SET tries = h.tries + 1, sealed = NULL FROM was
      WHERE h.id = was.id AND was.sealed IS NOT NULL AND h.expires_at > ${now} AND h.tries < ${HALF_TRIES}
      RETURNING h.id, h.account_id, h.step, was.sealed, h.expires_at`;
    const found = this.oneOf(rows, steps);
    if (found.kept === null) throw over();
    return { ...found, kept: found.kept };
  }

  /** Uses it up; refuses `sign-in-over` when somebody was faster. */
  async finish(tx: Tx, { id }: Half): Promise<void> {
    const gone = await tx.$executeRaw`DELETE FROM ${this.table} WHERE id = ${id}`;
    if (gone === 0) throw over();
  }

  async forgetOver(now: Date): Promise<void> {
    await this.db.$executeRaw`DELETE FROM ${this.table} WHERE expires_at <= ${now}`;
  }

  private oneOf(rows: HalfRow[], steps: readonly Step[]): Half {
    const row = rows[0];
    if (!row || !steps.includes(row.step)) throw over();
    const id = new Uint8Array(row.id);
    return {
      ...{ id, accountId: row.account_id, step: row.step, expiresAt: row.expires_at.toISOString() },
      kept: row.sealed && this.secrets.kept('half', this.place(id), row.sealed),
    };
  }

  private place(id: Uint8Array): string {
    return `${this.realm}/half/${Buffer.from(id).toString('hex')}`;
  }
}

export function over(): Refusal {
  return new Refusal('sign-in-over', 'That took too long, or was tried too often. Please sign in again.');
}
