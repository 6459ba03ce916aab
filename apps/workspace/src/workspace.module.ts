import { Module } from '@nestjs/common';
import { Host, provideDatabase, provideErasing, provideKeyring, readConfig } from '@sounding/service';
import { z } from 'zod';
import { AttendanceClock } from './attendance.clock.ts';
import { WorkspaceEraser } from './erasure/eraser.store.ts';
import { ErasureHandlers } from './erasure/erasure.handlers.ts';
import { RetentionClock } from './erasure/retention.clock.ts';
import { ExportHandlers } from './export.handlers.ts';
import { Exported } from './export.store.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { GlassHandlers } from './glass/glass.handlers.ts';
import { Glasses } from './glass/glass.store.ts';
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
  controllers: [ExportHandlers, WorkspaceHandlers, GlassHandlers, ErasureHandlers],
  providers: [
    provideDatabase(PrismaClient),
    Exported,
    WorkspaceEraser,
    provideErasing(WorkspaceEraser),
    RetentionClock,
    ...provideKeyring(),
    Rooms,
    Glasses,
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
