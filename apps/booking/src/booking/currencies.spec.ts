import { type CurrencyCode, type Money, money } from '@sounding/money';
import type { Booking as Row } from '../generated/prisma/client.ts';
import { bookingOf } from './booking.rows.ts';
import { backToClient, leftToGive, settled } from './facts.ts';
import { reservationOf, reservedBooking } from './reserving.ts';
import { confirmed, reserved } from './sample.ts';

/** Amounts whose type says the currency only where `SOLD` does. */
const amounts = (currency: CurrencyCode) => (minor: number) => money(minor, currency) as unknown as Money;

describe.each(['JPY', 'KWD'] as const)('a booking in %s', (currency) => {
  const of = amounts(currency);
  const { offer, startsAt, madeAt } = reserved();
  const on = reservationOf('booking', 'client', { ...offer, price: of(9_001) }, startsAt, new Date(madeAt));
  const booking = reservedBooking(on, { total: of(9_501), termsVersion: '2026-11-01' }, new Date(madeAt));

  it('has given nothing back, and all of its price left, before anything happens', () => {
    expect(backToClient(booking)).toEqual(of(0));
    expect(leftToGive(booking)).toEqual(of(9_001));
  });

  it('is settled by the same rules, to the last unit', () => {
    const late = { ...booking, ...settled(booking, 'client-cancelled-late') };
    expect(late.settlement).toMatchObject({ toClient: of(4_501), feeKept: of(500), toProvider: of(4_275) });
    expect(backToClient(late)).toEqual(of(4_501));
    expect(leftToGive({ ...late, givenBack: [{ toClient: of(500), bearer: 'platform', at: startsAt }] })).toEqual(
      of(4_000),
    );
  });
});

test('a row in a currency that is not sold stops its reader', () => {
  const { startsAt, endsAt, madeAt, reservedUntil, offer, total, ...facts } = confirmed();
  const row = {
    ...facts,
    ...{ offer, startsAt: new Date(startsAt), endsAt: new Date(endsAt), madeAt: new Date(madeAt) },
    ...{ reservedUntil: new Date(reservedUntil), occupiedFrom: null, occupiedTo: null, answerBy: null, answer: null },
    ...{ packageId: null, totalMinor: BigInt(total.minor), currency: 'USD', chargedBackMinor: 0n },
    ...{ confirmedAt: null, clientJoinedAt: null, providerJoinedAt: null, decideBy: null, refundMadeAt: null },
    ...{ releaseDecidedAt: null, releasedAt: null, claimedAt: null },
  } as unknown as Row;
  expect(bookingOf(row).total).toEqual(money(6349));
  expect(() => bookingOf({ ...row, currency: 'EUR' })).toThrow('a row in EUR, but the platform sells in USD');
});
