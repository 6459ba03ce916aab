import { createHash } from 'node:crypto';
import type { Data, FundsHeld } from '@sounding/contracts';
import { creditNoteOf, freeze, isIntact, numberOf, receiptOf, tipReceiptOf } from './receipt.ts';
import { receiptHtml } from './template1.html.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const usd = (minor: number) => ({ minor, currency: 'USD' as const });
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const paid: Data<typeof FundsHeld> = {
  bookingId: id(1),
  billId: id(2),
  billHash: 'b'.repeat(64),
  clientId: id(3),
  providerId: id(4),
  mode: 'advice',
  startsAt: '2026-11-30T18:00:00.000Z',
  endsAt: '2026-11-30T19:00:00.000Z',
  lines: [
    { kind: 'price', quantity: 1, unit: usd(6000), amount: usd(6000) },
    { kind: 'handling-fee', quantity: 1, unit: usd(349), amount: usd(349) },
  ],
  paid: usd(6349),
  termsVersion: '2026-11-01',
  method: { brand: 'visa', last4: '4242' },
  heldAt: '2026-11-23T18:00:00.000Z',
};
const names = { client: 'Robin', provider: 'Ana <b>' };

it('the lines of a receipt are the lines of the bill, to the cent', () => {
  const receipt = receiptOf(paid, names);
  expect(receipt.lines).toEqual(paid.lines);
  expect(receipt.total).toEqual(usd(6349));
});

it('a tip has one line and no fee', () => {
  const { bookingId, clientId, providerId, termsVersion, method } = paid;
  const tip = {
    bookingId,
    clientId,
    providerId,
    termsVersion,
    method,
    tipId: id(5),
    amount: usd(1000),
    receivedAt: paid.heldAt,
  };
  expect(tipReceiptOf(tip, names).lines.map((line) => line.kind)).toEqual(['tip']);
});

it.each([
  [3000, 0, ['price']],
  [6000, 349, ['price', 'handling-fee']],
])('a credit note of %i and fee %i has the lines %j and their sum', (price, fee, kinds) => {
  const { bookingId, clientId, providerId, termsVersion } = paid;
  const refund = {
    bookingId,
    clientId,
    providerId,
    termsVersion,
    refundId: id(6),
    reason: 'our-error' as const,
    toClient: usd(price),
    feeToClient: usd(fee),
    refundedAt: paid.heldAt,
  };
  const note = creditNoteOf(refund, names);
  expect(note.lines.map((line) => line.kind)).toEqual(kinds);
  expect(note.total).toEqual(usd(price + fee));
});

it('a document that was changed by a cent no longer matches its hash', () => {
  const receipt = freeze(receiptOf(paid, names), id(9), numberOf('R', 2026, 42), sha256);
  expect(receipt.number).toBe('R-2026-000042');
  expect(isIntact(receipt, sha256)).toBe(true);
  expect(isIntact({ ...receipt, total: usd(6348) }, sha256)).toBe(false);
});

describe('the page of a document', () => {
  const receipt = freeze(receiptOf(paid, names), id(9), numberOf('R', 2026, 42), sha256);
  const html = receiptHtml(receipt, '');

  it('shows each line and the total', () => {
    for (const amount of ['$60.00', '$3.49', '$63.49']) expect(html).toContain(amount);
  });

  it('says card, terms and the time of the session as people do', () => {
    expect(html).toContain('Visa ending in 4242');
    expect(html).toContain('30 November 2026, 18:00 to 19:00 UTC');
    expect(html).toContain('the terms of 1 November 2026');
  });

  it('makes names of people harmless', () => {
    expect(html).toContain('Ana &lt;b&gt;');
    expect(html).not.toContain('<b>');
  });

  it('fetches nothing', () => {
    expect(html).not.toMatch(/https?:|<script|<link|<img/);
  });
});
