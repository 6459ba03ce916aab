/** Who stands on a document, asked before it is issued: how both sides chose to appear, their zones, and what was sold. */
import { Injectable } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import { Parties as AskParties, Refusal, ViewListing, ViewProvider } from '@sounding/contracts';
import { WishStore } from '../wishes/wish.store.ts';
import type { Parties } from './receipt.ts';

interface Sides {
  readonly clientId: string;
  readonly providerId: string;
  readonly listingId?: string | undefined;
}

/** What is not there (any more) is null; anything else that goes wrong stays what it was, and the event is heard again. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return null;
    throw error;
  }
}

@Injectable()
export class PartiesOnDocuments {
  constructor(
    private readonly bus: Bus,
    private readonly wishes: WishStore,
  ) {}

  /**
   * The provider as in the catalog, the client by alias unless they asked for their full name. An account that is gone leaves its
   * role, and UTC for its zone.
   */
  async of({ clientId, providerId, listingId }: Sides): Promise<Parties> {
    const [{ parties }, shown, sold, wish] = await Promise.all([
      this.bus.ask(AskParties, { accountIds: [clientId, providerId] }),
      orNull(this.bus.ask(ViewProvider, { accountId: providerId })),
      listingId ? orNull(this.bus.ask(ViewListing, { listingId })) : null,
      this.wishes.of(clientId),
    ]);
    const [client, provider] = [clientId, providerId].map((id) => parties.find((one) => one.accountId === id));
    return {
      client: {
        name: wish.fullName ?? client?.alias ?? 'Client',
        zone: client?.zone ?? 'UTC',
        country: wish.country,
      },
      provider: {
        name: shown?.provider.displayName ?? provider?.alias ?? 'Provider',
        zone: shown?.provider.zone ?? provider?.zone ?? 'UTC',
      },
      service: sold ? { title: sold.listing.title, category: sold.listing.category } : null,
    };
  }

  async aliasOf(accountId: string): Promise<string> {
    const { parties } = await this.bus.ask(AskParties, { accountIds: [accountId] });
    return parties[0]?.alias ?? 'Client';
  }

  /** One person, for documents that have no other side. A provider appears as in the catalog. */
  async one(accountId: string, as: 'client' | 'provider') {
    const { client, provider } = await this.of({ clientId: accountId, providerId: accountId });
    return {
      accountId,
      name: as === 'client' ? client.name : provider.name,
      zone: client.zone,
      country: client.country,
    };
  }
}
