import { reserved } from './booking/sample.ts';
import { asClient, asParty, asStaff, LIVE_RESERVATIONS, mayReserve } from './may.ts';

describe('who may touch what', () => {
  const booking = reserved();
  const stranger = '00000000-0000-4000-8000-000000000009';

  it('knows the two sides of a booking', () => {
    expect(asParty(booking, booking.clientId).side).toBe('client');
    expect(asParty(booking, booking.providerId).side).toBe('provider');
    expect(asClient(booking, booking.clientId)).toBe(booking);
    expect(asStaff(booking)).toBe(booking);
  });

  it('answers a stranger exactly as if there were no booking', () => {
    const answer = (run: () => unknown) => {
      try {
        return run();
      } catch (error) {
        return JSON.stringify(error);
      }
    };
    expect(answer(() => asParty(booking, stranger))).toBe(answer(() => asParty(null, stranger)));
    expect(answer(() => asClient(booking, stranger))).toBe(answer(() => asParty(null, stranger)));
    expect(answer(() => asParty(booking, stranger))).toContain('not-found');
  });

  it('keeps the guarantee for the client', () => {
    expect(() => asClient(booking, booking.providerId)).toThrow('not-allowed');
  });

  it('lets nobody hire themself, or keep more than three times unpaid', () => {
    const reserve = (providerId: string, live: number) => () =>
      mayReserve(stranger, providerId, live, new Date('2026-12-01T12:00:00.000Z'));
    expect(reserve(stranger, 0)).toThrow('own-listing');
    expect(reserve(booking.providerId, LIVE_RESERVATIONS)).toThrow('too-many-reservations');
    expect(reserve(booking.providerId, LIVE_RESERVATIONS - 1)).not.toThrow();
  });
});
