/** The second factors of one realm: an authenticator app, and the recovery codes that stand in for it. */
import { Refusal } from '@sounding/contracts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { SECOND_FACTORS } from './limits.ts';
import { asRecoveryCode, newRecoveryCode, RECOVERY_CODES } from './recovery.crypto.ts';
import type { Secrets } from './secrets.crypto.ts';
import { type RealmName, TABLES, type Tx } from './tables.store.ts';
import type { Tallies } from './tally.store.ts';
import { type AppSecret, newAppSecret, stepAt, stepOf } from './totp.otpauth.ts';

export type Way = 'totp' | 'recovery-code' | 'passkey';

interface FactorRow {
  readonly email: string;
  readonly totp: Uint8Array | null;
  readonly totp_waiting: Uint8Array | null;
  readonly totp_at: Date | null;
  readonly codes: number;
  readonly passkeys: number;
}

export class Factors {
  private readonly tables;

  constructor(
    private readonly realm: RealmName,
    private readonly db: PrismaClient,
    private readonly secrets: Secrets,
    private readonly tallies: Tallies,
  ) {
    this.tables = TABLES[realm];
  }

  /** How the account can prove a second factor; empty when it has none. Recovery codes only stand in for one. */
  async ways(tx: Tx, accountId: string): Promise<Way[]> {
    const { totp, codes, passkeys } = await this.row(tx, accountId);
    if (!totp && passkeys === 0) return [];
    const all: [Way, boolean][] = [
      ['totp', totp !== null],
      ['recovery-code', codes > 0],
      ['passkey', passkeys > 0],
    ];
    return all.filter(([, has]) => has).map(([way]) => way);
  }

  async of(accountId: string): Promise<{ totpSince: string | null; recoveryCodesLeft: number }> {
    const { totp, totp_at, codes } = await this.row(this.db, accountId);
    return { totpSince: totp && totp_at ? totp_at.toISOString() : null, recoveryCodesLeft: codes };
  }

  /** A new secret that waits for its first code; one that waited before is forgotten, one that counts stays. */
  async beginTotp(accountId: string): Promise<AppSecret> {
    const { email } = await this.row(this.db, accountId);
    const made = await newAppSecret(email);
    await this.db.$executeRaw`
      UPDATE ${this.tables.account} SET totp_waiting = ${this.secrets.keep('factor', this.place(accountId), made.secret)}
      WHERE id = ${accountId}::uuid`;
    return made;
  }

  /** Makes the waiting secret count when the code is its own, and answers ten recovery codes; null for a wrong code. */
  async confirmTotp(tx: Tx, accountId: string, code: string, now: Date): Promise<string[] | null> {
    const { totp_waiting: waiting } = await this.row(tx, accountId);
    const step = waiting && stepOf(this.secrets.kept('factor', this.place(accountId), waiting), code, now);
    if (!waiting || step === null) return null;
    const counts = await tx.$executeRaw`
      UPDATE ${this.tables.account} SET totp = totp_waiting, totp_waiting = NULL, totp_step = ${step}, totp_at = ${now}
      WHERE id = ${accountId}::uuid AND totp_waiting = ${new Uint8Array(waiting)}`;
    return counts === 1 ? this.renewCodes(tx, accountId) : null;
  }

  async removeTotp(tx: Tx, accountId: string): Promise<void> {
    await tx.$executeRaw`
      UPDATE ${this.tables.account} SET totp = NULL, totp_waiting = NULL, totp_at = NULL WHERE id = ${accountId}::uuid`;
    await this.tidyCodes(tx, accountId);
  }

  /** Without a second factor recovery codes stand in for nothing. */
  async tidyCodes(tx: Tx, accountId: string): Promise<void> {
    if ((await this.ways(tx, accountId)).length > 0) return;
    await tx.$executeRaw`DELETE FROM ${this.tables.recoveryCode} WHERE account_id = ${accountId}::uuid`;
  }

  /** An app that was enrolled at this instant or later goes; whoever enrolled it had no business there. */
  async forgetSince(tx: Tx, accountId: string, since: Date): Promise<void> {
    const { totp_at: enrolled } = await this.row(tx, accountId);
    await tx.$executeRaw`
      DELETE FROM ${this.tables.passkey} WHERE account_id = ${accountId}::uuid AND made_at >= ${since}`;
    if (enrolled && enrolled >= since) await this.removeTotp(tx, accountId);
    await this.tidyCodes(tx, accountId);
  }

  /** Ten new recovery codes, told this once; those of before are void. */
  async renewCodes(tx: Tx, accountId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await tx.$executeRaw`DELETE FROM ${this.tables.recoveryCode} WHERE account_id = ${accountId}::uuid`;
    for (const code of codes) {
      await tx.$executeRaw`
        INSERT INTO ${this.tables.recoveryCode} (account_id, hash) VALUES (${accountId}::uuid, ${this.hashOf(accountId, code)})`;
    }
    return codes;
  }

  /**
   * Uses a code of the app, or a recovery code, up; null when it is wrong or was used before, also at this very instant. Counted per
   * account before it is judged, and refused `too-many-requests` when that was too often.
   */
  async use(accountId: string, code: string, now: Date): Promise<'totp' | 'recovery-code' | null> {
    const whom = this.secrets.whom(`${this.realm}/${accountId}/second-factor`);
    for (const limit of SECOND_FACTORS) await this.tallies.count(limit, whom, now);
    const digits = code.replaceAll(' ', '');
    const used = /^\d{6}$/.test(digits)
      ? (await this.useDigits(accountId, digits, now)) && ('totp' as const)
      : (await this.useRecovery(accountId, code)) && ('recovery-code' as const);
    if (!used) return null;
    for (const limit of SECOND_FACTORS) await this.tallies.forget(limit, whom);
    return used;
  }

  private async useDigits(accountId: string, digits: string, now: Date): Promise<boolean> {
    const { totp } = await this.row(this.db, accountId);
    const step = totp && stepOf(this.secrets.kept('factor', this.place(accountId), totp), digits, now);
    if (!totp || step === null) return false;
    // A last step that is still to come was used before somebody put the clock back, which only a development copy does.
    const used = await this.db.$executeRaw`
      UPDATE ${this.tables.account} SET totp_step = ${step}
      WHERE id = ${accountId}::uuid AND totp = ${new Uint8Array(totp)}
        AND (totp_step < ${step} OR totp_step > ${stepAt(now) + 1})`;
    return used === 1;
  }

  private async useRecovery(accountId: string, typed: string): Promise<boolean> {
    const code = asRecoveryCode(typed);
    if (code === null) return false;
    const used = await this.db.$executeRaw`
      DELETE FROM ${this.tables.recoveryCode}
      WHERE account_id = ${accountId}::uuid AND hash = ${this.hashOf(accountId, code)}`;
    return used === 1;
  }

  private async row(tx: Tx, accountId: string): Promise<FactorRow> {
    const rows = await tx.$queryRaw<FactorRow[]>`
      SELECT email, totp, totp_waiting, totp_at,
        (SELECT count(*)::int FROM ${this.tables.recoveryCode} WHERE account_id = ${accountId}::uuid) AS codes,
        (SELECT count(*)::int FROM ${this.tables.passkey} WHERE account_id = ${accountId}::uuid) AS passkeys
      FROM ${this.tables.account} WHERE id = ${accountId}::uuid`;
    const row = rows[0];
    if (!row) throw new Refusal('not-signed-in', 'You are signed out. Please sign in again.');
    return row;
  }

  private hashOf(accountId: string, code: string): Uint8Array<ArrayBuffer> {
    return this.secrets.tokenId(`${accountId}:${asRecoveryCode(code) ?? ''}`, 'recovery');
  }

  private place(accountId: string): string {
    return `${this.realm}/${accountId}/totp`;
  }
}
