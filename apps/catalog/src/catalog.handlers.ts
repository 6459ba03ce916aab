/** Catalog's contracts, one line each. */
import { Controller } from '@nestjs/common';
import { Handle, On } from '@sounding/bus';
import {
  Categories,
  CredentialsWaiting,
  DecideCredential,
  DecideLicence,
  GrantPicture,
  type Input,
  KeepPicture,
  LicencesWaiting,
  MyCatalog,
  PublishListing,
  ReadOffer,
  ReadOffers,
  RemovePicture,
  RunsPublished,
  SaveListing,
  SaveProfile,
  Search,
  ViewListing,
  ViewProvider,
} from '@sounding/contracts';
import { Credentials } from './credential.store.ts';
import { Listings } from './listing.store.ts';
import { Pictures } from './picture.store.ts';
import { Profiles } from './profile.store.ts';
import { Runs } from './run.store.ts';
import { Finder } from './search.store.ts';
import { Tree } from './tree.store.ts';
import type { Asked, Heard } from './tx.store.ts';

@Controller()
export class CatalogHandlers {
  constructor(
    private readonly finder: Finder,
    private readonly tree: Tree,
    private readonly profiles: Profiles,
    private readonly credentials: Credentials,
    private readonly listings: Listings,
    private readonly runs: Runs,
    private readonly pictures: Pictures,
  ) {}

  @Handle(Search) search(input: Input<typeof Search>) {
    return this.finder.search(input);
  }
  @Handle(Categories) categories() {
    return this.tree.all();
  }
  @Handle(ViewProvider) viewProvider(input: Input<typeof ViewProvider>) {
    return this.profiles.view(input);
  }
  @Handle(ViewListing) viewListing(input: Input<typeof ViewListing>, call: Asked) {
    return this.listings.view(input, call);
  }
  @Handle(ReadOffer) readOffer(input: Input<typeof ReadOffer>) {
    return this.listings.offer(input);
  }
  @Handle(ReadOffers) readOffers(input: Input<typeof ReadOffers>) {
    return this.listings.offers(input);
  }
  @Handle(SaveProfile) saveProfile(input: Input<typeof SaveProfile>, call: Asked) {
    return this.profiles.save(input, call);
  }
  @Handle(MyCatalog) mine(_input: Input<typeof MyCatalog>, call: Asked) {
    return this.profiles.mine(call);
  }
  @Handle(SaveListing) saveListing(input: Input<typeof SaveListing>, call: Asked) {
    return this.listings.save(input, call);
  }
  @Handle(PublishListing) publishListing(input: Input<typeof PublishListing>, call: Asked) {
    return this.listings.publish(input, call);
  }
  @Handle(LicencesWaiting) licencesWaiting(input: Input<typeof LicencesWaiting>) {
    return this.profiles.licencesWaiting(input);
  }
  @Handle(DecideLicence) decideLicence(input: Input<typeof DecideLicence>, call: Asked) {
    return this.profiles.decideLicence(input, call);
  }

  @Handle(CredentialsWaiting) credentialsWaiting(input: Input<typeof CredentialsWaiting>) {
    return this.credentials.waiting(input);
  }
  @Handle(DecideCredential) decideCredential(input: Input<typeof DecideCredential>, call: Asked) {
    return this.credentials.decide(input, call);
  }

  @Handle(GrantPicture) grantPicture(_input: Input<typeof GrantPicture>, call: Asked) {
    return this.pictures.grant(call);
  }
  @Handle(KeepPicture) keepPicture(input: Input<typeof KeepPicture>, call: Asked) {
    return this.pictures.keep(input, call);
  }
  @Handle(RemovePicture) removePicture(_input: Input<typeof RemovePicture>, call: Asked) {
    return this.pictures.remove(call);
  }

  @On(RunsPublished) runsPublished(m: Heard<typeof RunsPublished>) {
    return this.runs.published(m);
  }
}
