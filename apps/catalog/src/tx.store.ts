import type { Call, Message } from '@sounding/bus';
import type { Event } from '@sounding/contracts';
import type { Prisma, Profile } from './generated/prisma/client.ts';

export type Tx = Prisma.TransactionClient;
export type Asked = Call<Tx>;
export type Heard<E extends Event> = Message<E, Tx>;

/** Every change of a provider's profile, licence or listings queues up behind this row. */
export async function lockProfile(tx: Tx, accountId: string): Promise<Profile | null> {
  await tx.$queryRaw`select 1 from profile where account_id = ${accountId}::uuid for update`;
  return tx.profile.findUnique({ where: { accountId } });
}
