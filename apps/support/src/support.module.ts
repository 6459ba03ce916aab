import { Module } from '@nestjs/common';
import { provideDatabase, provideErasing, provideKeyring } from '@sounding/service';
import { Attention } from './attention/attention.store.ts';
import { Claims } from './claim.store.ts';
import { Desk } from './desk.store.ts';
import { SupportEraser } from './erasure/eraser.store.ts';
import { ErasureHandlers } from './erasure/erasure.handlers.ts';
import { RetentionClock } from './erasure/retention.clock.ts';
import { ExportHandlers } from './export.handlers.ts';
import { Exported } from './export.store.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { Givings } from './giving.store.ts';
import { LookClock } from './looks/look.clock.ts';
import { LookHandlers } from './looks/look.handlers.ts';
import { Looks } from './looks/look.store.ts';
import { Differences } from './reconciliation/difference.store.ts';
import { ReconciliationClock } from './reconciliation/reconciliation.clock.ts';
import { ReconciliationHandlers } from './reconciliation/reconciliation.handlers.ts';
import { Runs } from './reconciliation/run.store.ts';
import { SupportHandlers } from './support.handlers.ts';
import { TicketStore } from './ticket.store.ts';

@Module({
  controllers: [ExportHandlers, SupportHandlers, ReconciliationHandlers, LookHandlers, ErasureHandlers],
  providers: [
    provideDatabase(PrismaClient),
    Exported,
    SupportEraser,
    provideErasing(SupportEraser),
    RetentionClock,
    ...provideKeyring(),
    TicketStore,
    Desk,
    Claims,
    Givings,
    Attention,
    Differences,
    Runs,
    ReconciliationClock,
    Looks,
    LookClock,
  ],
})
export class SupportModule {}
