import { expect, test } from '@jest/globals';
import { ReceiptPdf, Reserve, request, StaffReceipts, ViewBill } from '@sounding/contracts';
import { z } from 'zod';
import { audienceOf } from './audience.ts';

const shape = { input: z.object({}), output: z.object({}) };

test('a token is good for the owner of the request', () => {
  expect(audienceOf(ViewBill, 'client')).toContain('billing');
});

test('and for those whom the owner may ask on the person’s behalf', () => {
  expect(audienceOf(Reserve, 'client')).toEqual(['billing', 'booking', 'catalog', 'identity']);
});

test('but not for those whom it may not ask', () => {
  expect(audienceOf(ReceiptPdf, 'client')).toEqual(['billing', 'catalog', 'identity', 'receipts']);
});

test('a request for staff does not reach what only clients may ask', () => {
  const forClients = request('booking.x', { ...shape, from: ['receipts'], who: 'person' });
  const forStaff = request('billing.x', { ...shape, from: ['receipts'], who: 'staff' });
  expect(audienceOf(StaffReceipts, 'staff', [forClients, forStaff])).toEqual(['billing', 'receipts']);
  expect(audienceOf(StaffReceipts, 'client', [forClients, forStaff])).toEqual(['booking', 'receipts']);
});

test('services that ask each other do not go round for ever', () => {
  const there = request('booking.x', { ...shape, from: ['billing'], who: 'person' });
  const back = request('billing.x', { ...shape, from: ['booking'], who: 'person' });
  expect(audienceOf(there, 'client', [there, back])).toEqual(['billing', 'booking']);
});
