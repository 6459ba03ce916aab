import { Module } from '@nestjs/common';
import { provideDatabase } from '@sounding/service';
import { BookingClock } from './booking/booking.clock.ts';
import { BookingHandlers } from './booking/booking.handlers.ts';
import { BookingStore } from './booking/booking.store.ts';
import { BookingBooksHandlers } from './booking/books.handlers.ts';
import { Reservations } from './booking/reservation.store.ts';
import { ProviderTime } from './booking/time.store.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { SlotsClock } from './slots/slots.clock.ts';
import { SlotsHandlers } from './slots/slots.handlers.ts';
import { SlotsStore } from './slots/slots.store.ts';
import { ZoneDataReport } from './slots/zone-data.clock.ts';

@Module({
  controllers: [BookingHandlers, BookingBooksHandlers, SlotsHandlers],
  providers: [
    provideDatabase(PrismaClient),
    BookingStore,
    ProviderTime,
    Reservations,
    SlotsStore,
    BookingClock,
    SlotsClock,
    ZoneDataReport,
  ],
})
export class BookingModule {}
