/** The tables of the two realms. They have the same shape and nothing in common. */
import type { SignInAnswer as Answer, Session } from '@sounding/contracts';
import type { z } from 'zod';
import { Prisma } from '../generated/prisma/client.ts';

export type RealmName = 'client' | 'staff';

/** What raw statements need: the client itself, or a transaction. */
export type Tx = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

export const TABLES = {
  client: {
    account: Prisma.sql`account`,
    session: Prisma.sql`session`,
    recoveryCode: Prisma.sql`recovery_code`,
    halfSession: Prisma.sql`half_session`,
    passkey: Prisma.sql`passkey`,
  },
  staff: {
    account: Prisma.sql`staff_account`,
    session: Prisma.sql`staff_session`,
    recoveryCode: Prisma.sql`staff_recovery_code`,
    halfSession: Prisma.sql`staff_half_session`,
    passkey: Prisma.sql`staff_passkey`,
  },
} as const;

export interface Person {
  readonly id: string;
  readonly alias: string;
  readonly zone: string;
}

export interface SignedIn {
  token: string;
  session: Session;
}

/** How the second factor of a session was proven. */
export type Factor = 'totp' | 'recovery-code' | 'passkey' | 'provider';

/** The browser that signs in: what it is called, and the session that it had until now. */
export interface Browser {
  readonly device: string;
  readonly replaces?: string | null | undefined;
}

/** Signed in, or half. */
export type SignInAnswer = z.output<typeof Answer>;
