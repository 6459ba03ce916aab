/** A transaction of billing's database. */
import type { Prisma } from './generated/prisma/client.ts';

export type Tx = Prisma.TransactionClient;
