/** Somebody who leaves, and somebody who has left. */
import type { Certificate, Leaving } from '@sounding/contracts';
import { keepingRule } from '@sounding/terms';

const words = (rule: string, count: number, until: string | null = null) => {
  const { what, because, source } = keepingRule(rule);
  return { what, count, until, because, source };
};
const goes = [words('identity.account', 1), words('workspace.messages', 41), words('support.tickets', 2)];
const stays = [
  words('booking.bookings', 7, '2037-01-01T00:00:00.000Z'),
  words('receipts.documents', 9, '2037-01-01T00:00:00.000Z'),
  words('identity.erased-numbers', 1),
];

export const leaving: Leaving = {
  ...{ state: 'asked', askedAt: '2026-11-24T09:00:00.000Z', beginsAt: '2026-11-27T09:00:00.000Z' },
  deadline: '2026-12-24T09:00:00.000Z',
  inTheWay: [
    { kind: 'session', id: '00000000-0000-4000-8000-000000000020', until: '2026-12-01T10:50:00.000Z', amount: null },
    { kind: 'payable', id: null, until: null, amount: { minor: 321, currency: 'USD' } },
  ],
  ...{ goes, stays },
};

export const certificate: Certificate = {
  ...{ number: 'E-2026-000001', askedAt: '2026-10-01T09:00:00.000Z', doneAt: '2026-10-04T09:00:10.000Z' },
  services: [
    { service: 'catalog', goes: [], stays: [] },
    { service: 'workspace', goes: goes.slice(1, 2), stays: [] },
    { service: 'receipts', goes: [], stays: stays.slice(1, 2) },
    { service: 'identity', goes: goes.slice(0, 1), stays: stays.slice(2) },
  ],
  hash: 'a1'.repeat(32),
};
