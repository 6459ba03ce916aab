import { Module } from '@nestjs/common';
import { provideDatabase, provideKeyring } from '@sounding/service';
import { Attention } from './attention/attention.store.ts';
import { Claims } from './claim.store.ts';
import { Desk } from './desk.store.ts';
import { ExportHandlers } from './export.handlers.ts';
import { Exported } from './export.store.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { Givings } from './giving.store.ts';
import { Differences } from './reconciliation/difference.store.ts';
import { ReconciliationClock } from './reconciliation/reconciliation.clock.ts';
import { ReconciliationHandlers } from './reconciliation/reconciliation.handlers.ts';
import { Runs } from './reconciliation/run.store.ts';
import { SupportHandlers } from './support.handlers.ts';
import { TicketStore } from './ticket.store.ts';

@Module({
  controllers: [ExportHandlers, SupportHandlers, ReconciliationHandlers],
  providers: [
    provideDatabase(PrismaClient),
    Exported,
    ...provideKeyring(),
    TicketStore,
    Desk,
    Claims,
    Givings,
    Attention,
    Differences,
    Runs,
    ReconciliationClock,
  ],
})
export class SupportModule {}
