import { Module } from '@nestjs/common';
import { provideDatabase } from '@sounding/service';
import { CatalogHandlers } from './catalog.handlers.ts';
import { Credentials } from './credential.store.ts';
import { ExportHandlers } from './export.handlers.ts';
import { Exported } from './export.store.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { LicenceClock } from './licence.clock.ts';
import { Listings } from './listing.store.ts';
import { Pictures } from './picture.store.ts';
import { Profiles } from './profile.store.ts';
import { ReviewClock } from './review.clock.ts';
import { ReviewHandlers } from './review.handlers.ts';
import { Reviews } from './review.store.ts';
import { Runs } from './run.store.ts';
import { Finder } from './search.store.ts';
import { Tree } from './tree.store.ts';

@Module({
  controllers: [ExportHandlers, CatalogHandlers, ReviewHandlers],
  providers: [
    provideDatabase(PrismaClient),
    Exported,
    Finder,
    Tree,
    Profiles,
    Credentials,
    Listings,
    Runs,
    Reviews,
    ReviewClock,
    LicenceClock,
    Pictures,
  ],
})
export class CatalogModule {}
