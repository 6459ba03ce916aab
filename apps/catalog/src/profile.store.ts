import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  DecideLicence,
  type Input,
  type LicencesWaiting,
  type MyCatalog,
  type Output,
  type Provider,
  refuse,
  type SaveProfile,
  ViewProvider,
} from '@sounding/contracts';
import { Clock, columnOf, Keyring, shownText } from '@sounding/service';
import { termsAt } from '@sounding/terms';
import { sayChanged } from './changed.bus.ts';
import { saveCredentials } from './credential.store.ts';
import { PrismaClient, type Profile } from './generated/prisma/client.ts';
import { freeHandle, handleFrom, type LicenceHeld, licenceAfterSave } from './listing.ts';
import { LICENCE_NUMBER } from './sealed.store.ts';
import { endOfDay } from './search.ts';
import { type Asked, lockProfile, type Tx } from './tx.store.ts';
import { listingView, providerView, reviewView } from './views.ts';

/** How many reviews a provider's page shows. */
const REVIEWS_SHOWN = 50;
const LICENCES_SHOWN = 200;

const IN_ORDER = { orderBy: { position: 'asc' } } as const;
/** What could not be confirmed is the provider's to correct, and nobody else's to read. */
export const SHOWN_CREDENTIALS = { ...IN_ORDER, where: { state: { not: 'rejected' } } } as const;

/** The licence as the rules see it; nobody without a profile has one. `number`: the row's, opened. */
function licenceOf(row: Profile | null, number: string | null): LicenceHeld {
  if (!row) return { licence: 'none', number: null, places: [] };
  return { licence: row.licence as Provider['licence'], number, places: row.licencePlaces };
}

const numberOf = (accountId: string) => columnOf(LICENCE_NUMBER, accountId, accountId);

@Injectable()
export class Profiles {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
    private readonly keyring: Keyring,
  ) {}

  async save(input: Input<typeof SaveProfile>, call: Asked): Promise<Provider> {
    const accountId = call.person();
    const now = this.clock.now();
    return call.commit(async (tx) => {
      const { licenceNumber, licencePlaces, credentials, ...texts } = input;
      const had = await lockProfile(tx, accountId);
      const after = licenceAfterSave(licenceOf(had, (await this.numbers(had ? [had] : [], tx))[0] ?? null), {
        number: licenceNumber,
        places: licencePlaces,
      });
      const change = {
        ...texts,
        licence: after.licence,
        licenceNumber: null,
        licenceNumberSealed: await this.sealedNumber(tx, accountId, after.number),
        licencePlaces: [...after.places],
        licenceUntil: after.licence === 'verified' ? (had?.licenceUntil ?? null) : null,
        changedAt: now,
      };
      const row = had
        ? await tx.profile.update({ where: { accountId }, data: change })
        : await tx.profile.create({
            data: { accountId, handle: await this.newHandle(tx, input.displayName), madeAt: now, ...change },
          });
      if (had && had.licence !== row.licence) await this.sayTherapyChanged(tx, row);
      return providerView(row, await saveCredentials(tx, accountId, credentials, now));
    });
  }

  async mine(call: Asked): Promise<Output<typeof MyCatalog>> {
    const row = await this.db.profile.findUnique({
      where: { accountId: call.person() },
      include: { listings: { orderBy: [{ madeAt: 'asc' }, { id: 'asc' }] }, credentials: IN_ORDER },
    });
    const terms = termsAt(this.clock.now());
    return {
      provider: row && providerView(row, row.credentials),
      listings: row?.listings.map((listing) => listingView(listing, terms)) ?? [],
    };
  }

  async view(input: Input<typeof ViewProvider>): Promise<Output<typeof ViewProvider>> {
    const row = await this.db.profile.findUnique({
      where: 'handle' in input ? { handle: input.handle } : { accountId: input.accountId },
      include: {
        credentials: SHOWN_CREDENTIALS,
        listings: { where: { state: 'published' }, orderBy: [{ priceMinor: 'asc' }, { id: 'asc' }] },
        reviews: {
          where: { shown: true, hidden: false },
          orderBy: [{ at: 'desc' }, { id: 'asc' }],
          take: REVIEWS_SHOWN,
        },
      },
    });
    if (!row) throw refuse(ViewProvider, 'not-found', 'There is no provider with this name. The link may be old.');
    const terms = termsAt(this.clock.now());
    return {
      provider: providerView(row, row.credentials),
      listings: row.listings.map((listing) => listingView(listing, terms)),
      reviews: row.reviews.map(reviewView),
    };
  }

  async licencesWaiting({ providerId }: Input<typeof LicencesWaiting>): Promise<Output<typeof LicencesWaiting>> {
    const rows = await this.db.profile.findMany({
      where: { licence: 'submitted', ...(providerId ? { accountId: providerId } : {}) },
      orderBy: [{ changedAt: 'asc' }, { accountId: 'asc' }],
      take: LICENCES_SHOWN,
      include: { _count: { select: { listings: { where: { mode: 'therapy' } } } } },
    });
    const numbers = await this.numbers(rows);
    return {
      licences: rows.map(({ accountId, displayName, licencePlaces, changedAt, _count }, at) => ({
        providerId: accountId,
        displayName,
        number: numbers[at] ?? '',
        places: licencePlaces,
        listings: _count.listings,
        since: changedAt.toISOString(),
      })),
    };
  }

  private async sealedNumber(tx: Tx, accountId: string, number: string | null) {
    if (number === null) return null;
    const { owner, place } = numberOf(accountId);
    return this.keyring.seal(tx, owner, place, number);
  }

  /** The licence numbers of profiles, in their order. What the clock has not sealed yet is still in clear. */
  async numbers(rows: readonly Profile[], within?: Tx): Promise<(string | null)[]> {
    const sealed = rows.flatMap(({ accountId, licenceNumberSealed: bytes }) =>
      bytes ? [{ ...numberOf(accountId), bytes }] : [],
    );
    const opened = await this.keyring.openAll(sealed, within);
    return rows.map((row) => (row.licenceNumberSealed ? shownText(opened.shift() ?? '') : row.licenceNumber));
  }

  async decideLicence(input: Input<typeof DecideLicence>, call: Asked): Promise<Provider> {
    const staffId = call.person();
    const { providerId, verified, reason, lastDay } = input;
    return call.commit(async (tx) => {
      const now = this.clock.now();
      const had = await lockProfile(tx, providerId);
      if (!had) throw refuse(DecideLicence, 'not-found', 'There is no provider with this account.');
      if (had.licence === 'none') {
        throw refuse(
          DecideLicence,
          'no-licence',
          'This provider has not given a licence number, so there is nothing to decide.',
        );
      }
      if (verified && had.licencePlaces.length === 0) {
        throw refuse(
          DecideLicence,
          'no-place',
          'This provider has not said where the licence holds. Ask for it, then check it there.',
        );
      }
      const until = lastDay === undefined ? null : endOfDay(lastDay, had.zone);
      if (verified && until && until <= now) {
        throw refuse(
          DecideLicence,
          'licence-over',
          'That day is over. If the register names it as the last one, record that it does not confirm the licence.',
        );
      }
      await tx.licenceDecision.create({
        data: { id: randomUUID(), providerId, staffId, verified, reason, at: now },
      });
      const licence = verified ? 'verified' : 'rejected';
      const row = await tx.profile.update({
        where: { accountId: providerId },
        data: { licence, licenceUntil: verified ? until : null },
      });
      if (licence !== had.licence) await this.sayTherapyChanged(tx, row);
      return providerView(row);
    });
  }

  /** Lets licences wait for staff again whose last day is over. Answers when the next one ends. */
  async endLicences(commit: <R>(work: (tx: Tx) => Promise<R>) => Promise<R>): Promise<Date | null> {
    const now = this.clock.now();
    const rows = await this.db.profile.findMany({
      select: { accountId: true, licenceUntil: true },
      where: { licenceUntil: { not: null } },
      orderBy: { licenceUntil: 'asc' },
      take: LICENCES_SHOWN,
    });
    for (const { accountId, licenceUntil } of rows) {
      if (licenceUntil && licenceUntil > now) return licenceUntil;
      await commit((tx) => this.endLicence(tx, accountId, now));
    }
    return null;
  }

  private async endLicence(tx: Tx, accountId: string, now: Date): Promise<void> {
    const had = await lockProfile(tx, accountId);
    // Staff may have looked meanwhile.
    if (!had?.licenceUntil || had.licenceUntil > now) return;
    const data = { licence: 'submitted', licenceUntil: null, changedAt: now };
    await this.sayTherapyChanged(tx, await tx.profile.update({ where: { accountId }, data }));
  }

  private async sayTherapyChanged(tx: Tx, row: Profile): Promise<void> {
    const therapy = await tx.listing.findMany({
      where: { providerId: row.accountId, mode: 'therapy', state: 'published' },
      orderBy: { id: 'asc' },
    });
    for (const listing of therapy) await sayChanged(tx, listing, row.licence);
  }

  /** One at a time, so that two people of one name do not get one handle. */
  private async newHandle(tx: Tx, displayName: string): Promise<string> {
    const wish = handleFrom(displayName);
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('catalog.handle'))`;
    const taken = await tx.profile.findMany({ where: { handle: { startsWith: wish } }, select: { handle: true } });
    return freeHandle(wish, new Set(taken.map((one) => one.handle)));
  }
}
