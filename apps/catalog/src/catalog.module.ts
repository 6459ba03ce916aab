import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Host, provideDatabase, provideErasing, provideKeyring } from '@sounding/service';
import { openStore } from '@sounding/storage';
import { CatalogHandlers } from './catalog.handlers.ts';
import { Credentials } from './credential.store.ts';
import { CatalogEraser, OBJECTS } from './erasure/eraser.store.ts';
import { ErasureHandlers } from './erasure/erasure.handlers.ts';
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
import { LICENCE_NUMBER } from './sealed.store.ts';
import { Finder } from './search.store.ts';
import { Tree } from './tree.store.ts';

@Module({
  controllers: [ExportHandlers, CatalogHandlers, ReviewHandlers, ErasureHandlers],
  providers: [
    provideDatabase(PrismaClient),
    ...provideKeyring([LICENCE_NUMBER]),
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
    CatalogEraser,
    provideErasing(CatalogEraser),
    {
      provide: OBJECTS,
      inject: [Host],
      useFactory: ({ environment }: Host) =>
        openStore({ s3Url: environment.S3_URL, folder: join(environment.SOUNDING_HOME ?? '.sounding', 'objects') }),
    },
  ],
})
export class CatalogModule {}
