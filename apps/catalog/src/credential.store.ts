import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type CredentialsWaiting, DecideCredential, type Input, type Output, refuse } from '@sounding/contracts';
import { Clock } from '@sounding/service';
import { type Credential, PrismaClient } from './generated/prisma/client.ts';
import { credentialsAfterSave } from './listing.ts';
import { type Asked, lockProfile, type Tx } from './tx.store.ts';
import { credentialView } from './views.ts';

const WAITING_SHOWN = 200;

type Wanted = readonly { readonly title: string; readonly issuer: string; readonly year: number | null }[];

/** Under the lock of the profile. Undefined leaves them as they are. */
export async function saveCredentials(
  tx: Tx,
  providerId: string,
  wanted: Wanted | undefined,
  now: Date,
): Promise<Credential[]> {
  const had = await tx.credential.findMany({ where: { providerId }, orderBy: { position: 'asc' } });
  if (wanted === undefined) return had;
  const next = credentialsAfterSave(had, wanted, () => ({ id: randomUUID(), since: now }));
  const rows = next.map(({ id, title, issuer, year, state, since }, position) => ({
    ...{ id, providerId, position, title, issuer, year, state, since },
  }));
  await tx.credential.deleteMany({ where: { providerId } });
  await tx.credential.createMany({ data: rows });
  return rows;
}

@Injectable()
export class Credentials {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
  ) {}

  async waiting({ credentialId }: Input<typeof CredentialsWaiting>): Promise<Output<typeof CredentialsWaiting>> {
    const rows = await this.db.credential.findMany({
      where: { state: 'stated', ...(credentialId ? { id: credentialId } : {}) },
      orderBy: [{ since: 'asc' }, { id: 'asc' }],
      take: WAITING_SHOWN,
      include: { provider: { select: { displayName: true } } },
    });
    return {
      credentials: rows.map(({ id, providerId, title, issuer, year, since, provider }) => ({
        ...{ credentialId: id, providerId, title, issuer, year },
        displayName: provider.displayName,
        since: since.toISOString(),
      })),
    };
  }

  /** A credential that the provider changed meanwhile has another id: what was looked at is not there any more. */
  async decide(input: Input<typeof DecideCredential>, call: Asked): Promise<Output<typeof DecideCredential>> {
    const staffId = call.person();
    const { credentialId, verified, reason } = input;
    return call.commit(async (tx) => {
      const shown = await tx.credential.findUnique({ where: { id: credentialId } });
      // Under the lock, because saving a profile writes all its credentials anew.
      if (shown) await lockProfile(tx, shown.providerId);
      const had = shown && (await tx.credential.findUnique({ where: { id: credentialId } }));
      if (!had) {
        throw refuse(
          DecideCredential,
          'not-found',
          'The provider has changed or removed this credential. Look at the list again.',
        );
      }
      const { providerId, title, issuer, year } = had;
      await tx.credentialDecision.create({
        data: {
          id: randomUUID(),
          ...{ providerId, title, issuer, year, staffId, verified, reason },
          at: this.clock.now(),
        },
      });
      const state = verified ? 'verified' : 'rejected';
      await tx.credential.update({ where: { id: credentialId }, data: { state } });
      return { credential: credentialView({ ...had, state }) };
    });
  }
}
