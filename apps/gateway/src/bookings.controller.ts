/** The hire: reserve, pay, meet, cancel, tip, claim. */
import {
  AnswerRequest,
  Beat,
  BookingReceipts,
  Cancel,
  FindMoves,
  JoinSession,
  MoveBooking,
  MyBookings,
  MyClientNames,
  MyMessages,
  OpenClaim,
  PostMessage,
  PreviewCancel,
  PreviewPackage,
  RequestTime,
  Reserve,
  StartPayment,
  StartTip,
  ViewBill,
  ViewBooking,
  ViewClaim,
  ViewRoom,
} from '@sounding/contracts';
import { type Asked, route } from '@sounding/door';

const BOOKING = '/api/v1/bookings/:bookingId';

/** Where Stripe sends the browser afterwards is ours to say, never the caller's. */
function comeBack({ params, origin }: Asked): { successUrl: string; cancelUrl: string } {
  const page = `${origin}/bookings/${encodeURIComponent(params.bookingId ?? '')}`;
  return { successUrl: `${page}?paid=1`, cancelUrl: `${page}/pay` };
}

function tip({ params, body, origin }: Asked): Record<string, unknown> {
  const page = `${origin}/bookings/${encodeURIComponent(params.bookingId ?? '')}`;
  return { ...body, ...params, successUrl: `${page}?tipped=1`, cancelUrl: page };
}

export const bookingRoutes = [
  route('POST', '/api/v1/bookings', Reserve, 'Reserves a slot for ten minutes and opens its bill.', {
    status: 201,
    anew: true,
  }),
  route(
    'POST',
    '/api/v1/requests',
    RequestTime,
    'Asks for a time of a listing whose provider wants to be asked first.',
    {
      status: 201,
      anew: true,
    },
  ),
  route('POST', `${BOOKING}/answer`, AnswerRequest, 'The provider’s answer to a request.', {
    anew: ({ accept }) => accept,
  }),
  route('GET', '/api/v1/listings/:listingId/weeks', PreviewPackage, 'Times and price of some weeks, before reserving.'),
  route('GET', '/api/v1/bookings', MyBookings, 'Your bookings, each with its next step and deadline.'),
  route('GET', '/api/v1/provider/client-names', MyClientNames, 'What your own clients want to be called.', {
    input: ({ query }) => ({ accountIds: query.ids ?? [] }),
  }),
  route('GET', BOOKING, ViewBooking, 'One booking.'),
  route('GET', `${BOOKING}/bill`, ViewBill, 'The itemized bill of a booking.'),
  route('POST', `${BOOKING}/payment`, StartPayment, 'Opens the payment page of the bill.', {
    input: (asked) => ({ keepCard: asked.body.keepCard, ...asked.params, ...comeBack(asked) }),
  }),
  route('GET', `${BOOKING}/cancellation`, PreviewCancel, 'What a cancellation now would give back.'),
  route('POST', `${BOOKING}/cancellation`, Cancel, 'Cancels for the refund that was seen.'),
  route('GET', `${BOOKING}/moves`, FindMoves, 'Free starts that the session could be moved to.'),
  route('POST', `${BOOKING}/move`, MoveBooking, 'Moves the session to another free start; nothing is charged.'),
  route('POST', `${BOOKING}/claim`, OpenClaim, 'Claims the guarantee.', { status: 201 }),
  route('GET', `${BOOKING}/claim`, ViewClaim, 'The claim of a booking and its outcome.'),
  route('POST', `${BOOKING}/tips`, StartTip, 'Opens the payment page of a tip; no fee.', { status: 201, input: tip }),
  route('GET', `${BOOKING}/receipts`, BookingReceipts, 'The receipts and credit notes of a booking.'),
];

export const roomRoutes = [
  route('GET', `${BOOKING}/room`, ViewRoom, 'The private room and its messages after a number.'),
  route('POST', `${BOOKING}/messages`, PostMessage, 'Sends a message.', { status: 201 }),
  route('POST', `${BOOKING}/session`, JoinSession, 'Joins the session: relay credentials and the room.'),
  route('POST', `${BOOKING}/beats`, Beat, 'Says every 15 seconds that you are there.'),
  route('GET', '/api/v1/messages', MyMessages, 'Unread messages by booking.'),
];
