import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Host, provideDatabase, provideErasing, provideKeyring, readConfig } from '@sounding/service';
import { openStore } from '@sounding/storage';
import { ReceiptsEraser } from './erasure/eraser.store.ts';
import { ErasureHandlers } from './erasure/erasure.handlers.ts';
import { ExportHandlers } from './export.handlers.ts';
import { Exported } from './export.store.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { KeepingClock } from './keeping/keeping.clock.ts';
import { KeepingStore } from './keeping/keeping.store.ts';
import { MailingClock } from './mailing/mailing.clock.ts';
import { MailingStore, RESENDING_REASON } from './mailing/mailing.store.ts';
import { ReceiptBooksHandlers } from './receipt/books.handlers.ts';
import { browserSettings } from './receipt/browser.process.ts';
import { IssueStore } from './receipt/issue.store.ts';
import { IssuingHandlers } from './receipt/issuing.handlers.ts';
import { ListHandlers } from './receipt/list.handlers.ts';
import { PartiesOnDocuments } from './receipt/parties.bus.ts';
import { Pdfs } from './receipt/pdf.grants.ts';
import { OBJECTS, ReceiptRenderer } from './receipt/receipt.clock.ts';
import { ReceiptHandlers } from './receipt/receipt.handlers.ts';
import { PdfPool } from './receipt/receipt.pdf.ts';
import { ReceiptStore } from './receipt/receipt.store.ts';
import { RenderingStore } from './receipt/rendering.store.ts';
import { StaffReceiptHandlers } from './receipt/staff.handlers.ts';
import { SETTINGS, settingsShape } from './settings.ts';
import { WishHandlers } from './wishes/wish.handlers.ts';
import { FULL_NAME, WishStore } from './wishes/wish.store.ts';

@Module({
  controllers: [
    ExportHandlers,
    ReceiptHandlers,
    IssuingHandlers,
    ListHandlers,
    StaffReceiptHandlers,
    ReceiptBooksHandlers,
    WishHandlers,
    ErasureHandlers,
  ],
  providers: [
    provideDatabase(PrismaClient),
    ...provideKeyring([FULL_NAME, RESENDING_REASON]),
    Exported,
    ReceiptsEraser,
    provideErasing(ReceiptsEraser),
    ReceiptStore,
    IssueStore,
    PartiesOnDocuments,
    Pdfs,
    RenderingStore,
    ReceiptRenderer,
    WishStore,
    MailingStore,
    MailingClock,
    KeepingStore,
    KeepingClock,
    { provide: SETTINGS, inject: [Host], useFactory: (host: Host) => readConfig(settingsShape, host.environment) },
    {
      provide: PdfPool,
      inject: [Host],
      useFactory: ({ environment, log }: Host) => new PdfPool(browserSettings(environment), log),
    },
    {
      provide: OBJECTS,
      inject: [Host],
      useFactory: ({ environment }: Host) =>
        openStore({ s3Url: environment.S3_URL, folder: join(environment.SOUNDING_HOME ?? '.sounding', 'objects') }),
    },
  ],
})
export class ReceiptsModule {}
