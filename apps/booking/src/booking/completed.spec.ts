import { type Message, step } from './booking.ts';
import { attendanceKnown, confirmed, deadline, joined, live } from './sample.ts';

const start = '2026-12-10T15:00:00.000Z';
const end = '2026-12-10T16:00:00.000Z';
const absent = '2026-12-11T15:00:00.000Z';

/** What is said when this message is heard after these. */
function saidAt(at: string, message: Message, ...heard: Message[]) {
  const booking = live(confirmed(), ...heard.map((one) => [start, one] as const));
  return step(booking, message, new Date(at))?.said.map(({ event, data }) => ({ ...data, name: event.name })) ?? [];
}

test('a session to which both came is said to be completed at its end, by ids and instants alone', () => {
  const { id, clientId, providerId, offer } = confirmed();
  expect(saidAt(end, deadline, joined('client', start), joined('provider', start))).toEqual([
    {
      ...{ name: 'booking.completed', bookingId: id, clientId, providerId, listingId: offer.listingId },
      ...{ endsAt: end, at: end },
    },
  ]);
});

test('a session that one side missed is never completed: whoever was alone has nothing to review', () => {
  for (const heard of [[joined('provider', start)], [joined('client', start)], []]) {
    for (const [at, ending] of [
      [start, attendanceKnown],
      [absent, deadline],
    ] as const) {
      const names = saidAt(at, ending, ...heard).map(({ name }) => name);
      expect(names).toContain('booking.mail-wanted');
      expect(names).not.toContain('booking.completed');
    }
  }
});
