import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { provideDatabase } from '@sounding/service';
import { openStore } from '@sounding/storage';
import { PrismaClient } from './generated/prisma/client.ts';
import { OBJECTS, ReceiptRenderer } from './receipt/receipt.clock.ts';
import { ReceiptHandlers } from './receipt/receipt.handlers.ts';
import { PdfPool } from './receipt/receipt.pdf.ts';
import { ReceiptStore } from './receipt/receipt.store.ts';

@Module({
  controllers: [ReceiptHandlers],
  providers: [
    provideDatabase(PrismaClient),
    ReceiptStore,
    ReceiptRenderer,
    PdfPool,
    {
      provide: OBJECTS,
      useFactory: () =>
        openStore({ s3Url: process.env.S3_URL, folder: join(process.env.SOUNDING_HOME ?? '.sounding', 'objects') }),
    },
  ],
})
export class ReceiptsModule {}
