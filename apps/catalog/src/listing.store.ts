import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type Input,
  type Listing,
  type Offer,
  type Output,
  type Provider,
  PublishListing,
  ReadOffer,
  type ReadOffers,
  type Request,
  refuse,
  SaveListing,
  ViewListing,
} from '@sounding/contracts';
import { format, stored, within } from '@sounding/money';
import { Clock } from '@sounding/service';
import { termsAt } from '@sounding/terms';
import { sayChanged } from './changed.bus.ts';
import { type Listing as ListingRecord, PrismaClient, type Profile } from './generated/prisma/client.ts';
import { licenceAt, missingToPublish, whyNotBookable } from './listing.ts';
import { mayChange, maySee } from './may.ts';
import { SHOWN_CREDENTIALS } from './profile.store.ts';
import { type Asked, lockProfile, type Tx } from './tx.store.ts';
import { listingView, offerOf, providerView } from './views.ts';

const NOT_YET =
  'Projects can be drafted but are not offered yet. Choose a session, or keep this as a draft until they are.';

@Injectable()
export class Listings {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
  ) {}

  async save(input: Input<typeof SaveListing>, call: Asked): Promise<Listing> {
    const account = call.person();
    const now = this.clock.now();
    const terms = termsAt(now);
    const { listingId, price, youGet, plainTerms, asksFirst, weeksMost, ...fields } = input;
    if (!within(price, terms.price.least, terms.price.most)) {
      throw refuse(
        SaveListing,
        'price-out-of-range',
        `A price lies between ${format(terms.price.least)} and ${format(terms.price.most)}.`,
        { least: terms.price.least, most: terms.price.most },
      );
    }
    return call.commit(async (tx) => {
      const profile = await lockProfile(tx, account);
      if (!profile)
        throw refuse(SaveListing, 'no-profile', 'Write your provider profile first; a listing hangs on it.');
      if (!(await this.categoryOffered(tx, input.category))) {
        throw refuse(SaveListing, 'unknown-category', 'Choose a category from the list, the most fitting one.');
      }
      const what = {
        ...fields,
        ...(youGet === undefined ? {} : { youGet }),
        ...(plainTerms === undefined ? {} : { plainTerms }),
        ...(asksFirst === undefined ? {} : { asksFirst }),
        ...(weeksMost === undefined ? {} : { weeksMost }),
        priceMinor: BigInt(price.minor),
        currency: price.currency,
      };
      if (!listingId) {
        refuseAskedAndWeekly(asksFirst ?? false, weeksMost ?? 1);
        const made = { id: randomUUID(), providerId: account, madeAt: now, changedAt: now };
        return listingView(await tx.listing.create({ data: { ...what, ...made } }), terms);
      }
      const had = await this.own(tx, SaveListing, listingId, account);
      refuseAskedAndWeekly(asksFirst ?? had.asksFirst, weeksMost ?? had.weeksMost);
      if (had.state === 'published' && input.kind === 'project') throw refuse(SaveListing, 'not-yet-offered', NOT_YET);
      const row = await tx.listing.update({
        where: { id: had.id },
        data: { ...what, version: { increment: 1 }, changedAt: now },
      });
      if (row.state === 'published') await sayChanged(tx, row, profile.licence);
      return listingView(row, terms);
    });
  }

  async publish({ listingId, published }: Input<typeof PublishListing>, call: Asked): Promise<Listing> {
    const account = call.person();
    const now = this.clock.now();
    return call.commit(async (tx) => {
      const profile = await lockProfile(tx, account);
      const had = await this.own(tx, PublishListing, listingId, account);
      const state = published ? 'published' : 'draft';
      if (published && profile) await this.check(tx, had, profile);
      if (had.state === state) return listingView(had, termsAt(now));
      const row = await tx.listing.update({ where: { id: had.id }, data: { state, changedAt: now } });
      await sayChanged(tx, row, profile?.licence ?? 'none');
      return listingView(row, termsAt(now));
    });
  }

  async view({ listingId }: Input<typeof ViewListing>, call: Asked): Promise<Output<typeof ViewListing>> {
    const row = await this.db.listing.findUnique({
      where: { id: listingId },
      include: { provider: { include: { credentials: SHOWN_CREDENTIALS } } },
    });
    if (!row || !maySee(row, call.account)) {
      throw refuse(ViewListing, 'not-found', 'There is no such listing, or it is no longer offered.');
    }
    const why = whyNot(row, row.provider, this.clock.now());
    return {
      listing: listingView(row, termsAt(this.clock.now())),
      provider: providerView(row.provider, row.provider.credentials),
      bookable: why === null,
      // A project cannot be published yet, so to its reader it is simply not published.
      whyNot: why === 'not-yet-offered' ? 'not-published' : why,
    };
  }

  async offer({ listingId }: Input<typeof ReadOffer>): Promise<Offer> {
    const row = await this.db.listing.findUnique({ where: { id: listingId }, include: { provider: true } });
    if (!row) throw refuse(ReadOffer, 'not-found', 'There is no such listing.');
    const why = whyNot(row, row.provider, this.clock.now());
    if (why) throw refuse(ReadOffer, why, REASONS[why]);
    return offerOf(row, row.provider);
  }

  async offers({ providerId }: Input<typeof ReadOffers>): Promise<Output<typeof ReadOffers>> {
    const rows = await this.db.listing.findMany({
      where: { providerId },
      include: { provider: true },
      orderBy: { id: 'asc' },
    });
    const bookable = rows.filter((row) => whyNot(row, row.provider, this.clock.now()) === null);
    return { offers: bookable.map((row) => offerOf(row, row.provider)) };
  }

  private async own(tx: Tx, contract: Request, id: string, account: string): Promise<ListingRecord> {
    const row = await tx.listing.findUnique({ where: { id } });
    if (!row || !mayChange(row, account)) throw refuse(contract, 'not-found', 'You have no such listing.');
    return row;
  }

  private async check(tx: Tx, row: ListingRecord, profile: Profile): Promise<void> {
    if (row.kind === 'project') throw refuse(PublishListing, 'not-yet-offered', NOT_YET);
    const { least, most } = termsAt(this.clock.now()).price;
    const missing = missingToPublish(
      { mode: row.mode as Listing['mode'], durationMinutes: row.durationMinutes },
      {
        licence: licenceOf(profile, this.clock.now()),
        priceInRange: within(stored(row.priceMinor, row.currency), least, most),
        categoryOffered: await this.categoryOffered(tx, row.category),
      },
    );
    if (missing.length > 0) {
      throw refuse(PublishListing, 'incomplete', missing.map((one) => one.sentence).join(' '), {
        missing: missing.map((one) => one.what),
      });
    }
  }

  /** Listings hang on the leaves of the tree. */
  private async categoryOffered(tx: Tx, slug: string): Promise<boolean> {
    return (await tx.category.count({ where: { slug, below: { none: {} } } })) === 1;
  }
}

/** Several weeks are taken all or none and paid at once; a provider who wants to be asked is asked for one session. */
function refuseAskedAndWeekly(asksFirst: boolean, weeksMost: number): void {
  if (!asksFirst || weeksMost === 1) return;
  throw refuse(
    SaveListing,
    'asked-or-weekly',
    'A session that you want to be asked for first is booked one at a time. Choose one week, or let it be booked at once.',
  );
}

const REASONS = {
  'not-published': 'This listing is not offered any more.',
  'licence-unverified':
    'This is therapy, and the licence of this provider is not verified yet, so it cannot be booked.',
  'not-yet-offered': 'Projects are not offered yet.',
} as const;

function licenceOf({ licence, licenceUntil }: Profile, now: Date): Provider['licence'] {
  return licenceAt({ licence: licence as Provider['licence'], until: licenceUntil }, now);
}

function whyNot(row: ListingRecord, profile: Profile, now: Date) {
  return whyNotBookable(
    { kind: row.kind as Listing['kind'], mode: row.mode as Listing['mode'], state: row.state as Listing['state'] },
    licenceOf(profile, now),
  );
}
