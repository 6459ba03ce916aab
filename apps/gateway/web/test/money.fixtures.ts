/** Made-up money of a provider, one row of each kind. */
import type { MyPayouts, MyStatement, Output } from '@sounding/contracts';
import { at, BOOKING, id, usd } from './fixtures.ts';

export const payouts: Output<typeof MyPayouts> = {
  account: 'incomplete',
  bank: null,
  bankRefused: false,
  payable: usd(5700),
  owed: usd(1250),
  least: usd(500),
  nextAt: '2026-11-30T00:00:00.000Z',
  next: usd(0),
  transfers: [
    { at: at(-30), amount: usd(9500), state: 'under-way', bookingId: BOOKING },
    { at: at(-200), amount: usd(5700), state: 'failed', bookingId: id(25) },
    { at: at(-370), amount: usd(3700), state: 'arrived', bookingId: id(25) },
    { at: at(-370), amount: usd(2000), state: 'returned', bookingId: id(25) },
  ],
  payouts: [
    { at: at(-100), amount: usd(9500), state: 'arrived', bookingId: null },
    { at: at(-300), amount: usd(5700), state: 'failed', bookingId: null },
  ],
};

export const statement: Output<typeof MyStatement> = {
  opening: usd(0),
  closing: usd(1000),
  lines: [
    {
      at: at(-90),
      what: 'session',
      bookingId: BOOKING,
      price: usd(6000),
      commission: usd(300),
      amount: usd(5700),
      balance: usd(5700),
    },
    {
      at: at(-80),
      what: 'transfer',
      bookingId: BOOKING,
      price: null,
      commission: null,
      amount: usd(-5700),
      balance: usd(0),
    },
    {
      at: at(-20),
      what: 'tip',
      bookingId: id(25),
      price: null,
      commission: null,
      amount: usd(1000),
      balance: usd(1000),
    },
  ],
  totals: [
    { what: 'session', count: 1, amount: usd(5700), commission: usd(300) },
    { what: 'tip', count: 1, amount: usd(1000), commission: usd(0) },
    { what: 'transfer', count: 1, amount: usd(-5700), commission: usd(0) },
  ],
  next: null,
};
