import { runService } from '@sounding/service';
import { BookingModule } from './booking.module.ts';

await runService('booking', BookingModule);
