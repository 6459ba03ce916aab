import { Module } from '@nestjs/common';
import { DataKeySetting, Host, provideDatabase, readConfig, Vault } from '@sounding/service';
import { z } from 'zod';
import { Claims } from './claim.store.ts';
import { Desk } from './desk.store.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { SupportHandlers } from './support.handlers.ts';
import { TicketStore } from './ticket.store.ts';

const Settings = z.object({ SOUNDING_DATA_KEY: DataKeySetting });

@Module({
  controllers: [SupportHandlers],
  providers: [
    provideDatabase(PrismaClient),
    {
      provide: Vault,
      inject: [Host],
      useFactory: (host: Host) => new Vault(readConfig(Settings, host.environment).SOUNDING_DATA_KEY),
    },
    TicketStore,
    Desk,
    Claims,
  ],
})
export class SupportModule {}
