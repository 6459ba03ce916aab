/** The six services that are asked, each by its own contracts. */
import { Injectable } from '@nestjs/common';
import { Bus } from '@sounding/bus';
import {
  BillingErased,
  BillingErasePerson,
  BillingWeighPerson,
  BookingErased,
  BookingErasePerson,
  BookingWeighPerson,
  CatalogErased,
  CatalogErasePerson,
  CatalogWeighPerson,
  ERASED_IN,
  type Erased,
  type ErasedIn,
  ReceiptsErased,
  ReceiptsErasePerson,
  ReceiptsWeighPerson,
  SettleProvider,
  SupportErased,
  SupportErasePerson,
  SupportWeighPerson,
  type Weighed,
  WithdrawListings,
  WorkspaceErased,
  WorkspaceErasePerson,
  WorkspaceWeighPerson,
} from '@sounding/contracts';

const ASK = {
  catalog: { weigh: CatalogWeighPerson, erase: CatalogErasePerson, erased: CatalogErased },
  booking: { weigh: BookingWeighPerson, erase: BookingErasePerson, erased: BookingErased },
  billing: { weigh: BillingWeighPerson, erase: BillingErasePerson, erased: BillingErased },
  support: { weigh: SupportWeighPerson, erase: SupportErasePerson, erased: SupportErased },
  workspace: { weigh: WorkspaceWeighPerson, erase: WorkspaceErasePerson, erased: WorkspaceErased },
  receipts: { weigh: ReceiptsWeighPerson, erase: ReceiptsErasePerson, erased: ReceiptsErased },
} as const satisfies Record<ErasedIn, unknown>;

@Injectable()
export class Services {
  constructor(private readonly bus: Bus) {}

  /** What all of them say together. Several name the same booking; the first to name it says why. */
  async weigh(accountId: string): Promise<Weighed> {
    const said = await Promise.all(ERASED_IN.map((service) => this.bus.ask(ASK[service].weigh, { accountId })));
    const seen = new Set<string>();
    const inTheWay = said
      .flatMap((one) => one.inTheWay)
      .filter(({ id }) => {
        if (id === null) return true;
        const fresh = !seen.has(id);
        seen.add(id);
        return fresh;
      });
    return { inTheWay, goes: said.flatMap((one) => one.goes), stays: said.flatMap((one) => one.stays) };
  }

  erase(service: ErasedIn, accountId: string): Promise<Erased> {
    return this.bus.ask(ASK[service].erase, { accountId });
  }

  erased(service: ErasedIn, after: string | null): Promise<{ accountIds: string[] }> {
    return this.bus.ask(ASK[service].erased, { after });
  }

  /** A provider who leaves is not booked any more, and is sent whatever is payable. */
  async offTheMarket(accountId: string): Promise<void> {
    await this.bus.ask(WithdrawListings, { accountId });
    await this.bus.ask(SettleProvider, { accountId, leaving: true });
  }

  async backOnTheMarket(accountId: string): Promise<void> {
    await this.bus.ask(SettleProvider, { accountId, leaving: false });
  }
}
