/** Questions to people who answer around the clock. */
import { MyTickets, OpenTicket, ReplyToTicket, ViewTicket, WhoLooked } from '@sounding/contracts';
import { route } from '@sounding/door';

export const supportRoutes = [
  route('GET', '/api/v1/tickets', MyTickets, 'Your tickets.'),
  route('POST', '/api/v1/tickets', OpenTicket, 'Asks support.', { status: 201 }),
  route('GET', '/api/v1/tickets/:ticketId', ViewTicket, 'A ticket with its messages.'),
  route('POST', '/api/v1/tickets/:ticketId/messages', ReplyToTicket, 'Replies on a ticket.', { status: 201 }),
  route('GET', '/api/v1/account/who-looked', WhoLooked, 'What staff read of you, and why, the newest first.'),
];
