import { Module } from '@nestjs/common';
import { provideDatabase, provideErasing, provideKeyring } from '@sounding/service';
import { BookingClock } from './booking/booking.clock.ts';
import { BookingHandlers } from './booking/booking.handlers.ts';
import { BookingStore } from './booking/booking.store.ts';
import { BookingBooksHandlers } from './booking/books.handlers.ts';
import { Packages } from './booking/package.store.ts';
import { Requests } from './booking/request.store.ts';
import { Reservations } from './booking/reservation.store.ts';
import { ProviderTime } from './booking/time.store.ts';
import { BusyClock } from './calendars/busy.clock.ts';
import { BusyCalendars } from './calendars/busy.store.ts';
import { BusyThread } from './calendars/busy.thread.ts';
import { CalendarFetch, Reach } from './calendars/calendar.http.ts';
import { CalendarsHandlers } from './calendars/calendars.handlers.ts';
import { Feeds } from './calendars/feed.store.ts';
import { RemindersClock } from './calendars/reminders.clock.ts';
import { Reminders } from './calendars/reminders.store.ts';
import { BookingEraser } from './erasure/eraser.store.ts';
import { ErasureHandlers } from './erasure/erasure.handlers.ts';
import { RetentionClock } from './erasure/retention.clock.ts';
import { ExportHandlers } from './export.handlers.ts';
import { Exported } from './export.store.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { SlotsClock } from './slots/slots.clock.ts';
import { SlotsHandlers } from './slots/slots.handlers.ts';
import { SlotsStore } from './slots/slots.store.ts';
import { ZoneDataReport } from './slots/zone-data.clock.ts';
import { WaitingLine } from './waiting/line.store.ts';
import { WaitingClock } from './waiting/waiting.clock.ts';
import { WaitingHandlers } from './waiting/waiting.handlers.ts';

@Module({
  controllers: [
    ExportHandlers,
    BookingHandlers,
    BookingBooksHandlers,
    SlotsHandlers,
    CalendarsHandlers,
    WaitingHandlers,
    ErasureHandlers,
  ],
  providers: [
    provideDatabase(PrismaClient),
    Exported,
    BookingEraser,
    provideErasing(BookingEraser),
    RetentionClock,
    ...provideKeyring(),
    BookingStore,
    ProviderTime,
    Packages,
    Requests,
    Reservations,
    SlotsStore,
    WaitingLine,
    Feeds,
    Reach,
    CalendarFetch,
    BusyThread,
    BusyCalendars,
    Reminders,
    BookingClock,
    SlotsClock,
    BusyClock,
    WaitingClock,
    RemindersClock,
    ZoneDataReport,
  ],
})
export class BookingModule {}
