import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Host, provideDatabase } from '@sounding/service';
import { openStore } from '@sounding/storage';
import { PrismaClient } from './generated/prisma/client.ts';
import { ReceiptBooksHandlers } from './receipt/books.handlers.ts';
import { browserSettings } from './receipt/browser.process.ts';
import { OBJECTS, ReceiptRenderer } from './receipt/receipt.clock.ts';
import { ReceiptHandlers } from './receipt/receipt.handlers.ts';
import { PdfPool } from './receipt/receipt.pdf.ts';
import { ReceiptStore } from './receipt/receipt.store.ts';
import { RenderingStore } from './receipt/rendering.store.ts';

@Module({
  controllers: [ReceiptHandlers, ReceiptBooksHandlers],
  providers: [
    provideDatabase(PrismaClient),
    ReceiptStore,
    RenderingStore,
    ReceiptRenderer,
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
