/** Waiting for a time. Taking an offered one is `POST /api/v1/bookings` of its listing and start. */
import { DeclineOffer, JoinWait, LeaveWait, MyWaits, WaitingForMe } from '@sounding/contracts';
import { route } from '@sounding/door';

export const waitingRoutes = [
  route('POST', '/api/v1/waits', JoinWait, 'Joins the line of a provider, for a listing on some days.', {
    status: 201,
    anew: true,
  }),
  route('GET', '/api/v1/waits', MyWaits, 'Your places in line, and the time that is kept for you.'),
  route('DELETE', '/api/v1/waits/:waitId', LeaveWait, 'Leaves the line; what is offered goes to the next.'),
  route('POST', '/api/v1/bookings/:bookingId/decline', DeclineOffer, 'Declines an offered time; the next has it.'),
  route('GET', '/api/v1/provider/waiting', WaitingForMe, 'How many people wait for you, by listing.'),
];
