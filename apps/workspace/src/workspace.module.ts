import { Module } from '@nestjs/common';
import { Host, provideDatabase, provideKeyring, readConfig } from '@sounding/service';
import { z } from 'zod';
import { AttendanceClock } from './attendance.clock.ts';
import { ExportHandlers } from './export.handlers.ts';
import { Exported } from './export.store.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { Rooms } from './room.store.ts';
import { Relay, Sessions } from './session.store.ts';
import { WaitingClock } from './waiting.clock.ts';
import { WorkspaceHandlers } from './workspace.handlers.ts';

const SETTINGS = Symbol('settings');
const shape = z.object({
  TURN_URLS: z
    .string()
    .transform((text) => text.split(',').map((url) => url.trim()))
    .refine((urls) => urls.every((url) => /^turns?:[^\s,]+$/.test(url)), { error: 'must be turn: or turns: URLs' }),
  TURN_SECRET: z.string().min(16),
});
type Settings = z.output<typeof shape>;

@Module({
  controllers: [ExportHandlers, WorkspaceHandlers],
  providers: [
    provideDatabase(PrismaClient),
    Exported,
    ...provideKeyring(),
    Rooms,
    Sessions,
    WaitingClock,
    AttendanceClock,
    { provide: SETTINGS, inject: [Host], useFactory: (host: Host) => readConfig(shape, host.environment) },
    {
      provide: Relay,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => new Relay(settings.TURN_URLS, settings.TURN_SECRET),
    },
  ],
})
export class WorkspaceModule {}
