import { dutyCovers, type Looking, reasonCovers, ticketCovers } from './covers.ts';

const AT = new Date('2026-12-03T14:00:00Z');
const nobody: ReadonlySet<string> = new Set();
const ticket = {
  ...{ id: 'ticket', accountId: 'client', bookingId: 'booking', state: 'waiting-for-staff' },
  changedAt: new Date('2026-12-01T00:00:00Z'),
};
const both = (objectId: string) => ['client', 'provider'].map((personId) => ({ personId, objectId }));
const looking = (what: Looking['what'], looks: Looking['looks'] = both('booking')): Looking => ({
  ...{ staffId: 'me', what, looks, at: AT },
});

describe('a ticket in hand', () => {
  it('covers itself and the booking it is about', () => {
    expect(ticketCovers(ticket, looking('ticket', [{ personId: 'client', objectId: 'ticket' }]), nobody)).toBe(true);
    for (const what of ['booking', 'money', 'documents'] as const) {
      expect(ticketCovers(ticket, looking(what), nobody)).toBe(true);
    }
  });

  it('covers another booking of the person who wrote it, and none of anybody else', () => {
    expect(ticketCovers(ticket, looking('booking', both('other')), nobody)).toBe(true);
    expect(ticketCovers({ ...ticket, accountId: 'somebody' }, looking('booking', both('other')), nobody)).toBe(false);
    expect(ticketCovers({ ...ticket, accountId: null }, looking('booking', both('other')), nobody)).toBe(false);
  });

  it('covers no other ticket, no review and no messages', () => {
    expect(ticketCovers(ticket, looking('ticket', [{ personId: 'client', objectId: 'other' }]), nobody)).toBe(false);
    for (const what of ['review', 'messages', 'licence', 'credential'] as const) {
      expect(ticketCovers(ticket, looking(what), nobody)).toBe(false);
    }
  });

  it('covers the name of who wrote it, and of those who were read under it', () => {
    const names = [{ personId: 'client', objectId: 'client' }];
    const two = [...names, { personId: 'provider', objectId: 'provider' }];
    expect(ticketCovers(ticket, looking('name', names), nobody)).toBe(true);
    expect(ticketCovers(ticket, looking('name', two), nobody)).toBe(false);
    expect(ticketCovers(ticket, looking('name', two), new Set(['provider']))).toBe(true);
  });

  it('closed for fourteen days is no reason any more, but may be read itself', () => {
    const closed = { ...ticket, state: 'closed' };
    const late = (what: Looking['what'], looks?: Looking['looks']) => ({
      ...looking(what, looks),
      at: new Date('2026-12-15T00:00:00.001Z'),
    });
    expect(ticketCovers(closed, looking('booking'), nobody)).toBe(true);
    expect(ticketCovers(closed, late('booking'), nobody)).toBe(false);
    expect(ticketCovers(ticket, late('booking'), nobody)).toBe(true);
    expect(ticketCovers(closed, late('ticket', [{ personId: 'client', objectId: 'ticket' }]), nobody)).toBe(true);
  });
});

describe('a reason that was said', () => {
  const said = {
    staffId: 'me',
    what: 'booking',
    objectId: 'booking',
    reason: 'money',
    until: new Date(AT.getTime() + 1),
  };

  it('covers what it is about, and nothing else', () => {
    expect(reasonCovers(said, looking('money'), nobody)).toBe(true);
    expect(reasonCovers(said, looking('money', both('other')), nobody)).toBe(false);
    expect(reasonCovers(said, looking('ticket', both('booking')), nobody)).toBe(false);
    expect(reasonCovers({ ...said, what: 'review' }, looking('booking'), nobody)).toBe(false);
    expect(reasonCovers({ ...said, what: 'review' }, looking('review'), nobody)).toBe(true);
  });

  it('is good for whoever said it, and until its time is over', () => {
    expect(reasonCovers({ ...said, staffId: 'another' }, looking('money'), nobody)).toBe(false);
    expect(reasonCovers({ ...said, until: AT }, looking('money'), nobody)).toBe(false);
  });

  it('covers names only of those who were read under it', () => {
    const names = looking('name', [{ personId: 'client', objectId: 'client' }]);
    expect(reasonCovers(said, names, nobody)).toBe(false);
    expect(reasonCovers(said, names, new Set(['client']))).toBe(true);
  });
});

test('a duty opens what it is for: the licence that waits, or the room that two agreed on', () => {
  expect(dutyCovers('licence-check', 'provider', looking('licence', [{ personId: 'p', objectId: 'provider' }]))).toBe(
    true,
  );
  expect(dutyCovers('licence-check', 'other', looking('licence', [{ personId: 'p', objectId: 'provider' }]))).toBe(
    false,
  );
  expect(dutyCovers('licence-check', 'booking', looking('booking'))).toBe(false);
  expect(dutyCovers('two-agreed', 'glass', looking('messages'))).toBe(true);
  expect(dutyCovers('two-agreed', 'glass', looking('money'))).toBe(false);
});
