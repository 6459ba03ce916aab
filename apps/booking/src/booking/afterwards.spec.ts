import { Refusal } from '@sounding/contracts';
import { money } from '@sounding/money';
import { type Message, step } from './booking.ts';
import { type Booking, backToClient, deadlineOf, leftToGive } from './facts.ts';
import { cancelledLate, confirmed, delivered, released } from './sample.ts';

const NOW = new Date('2026-12-12T09:00:00.000Z');
const opened: Message = {
  kind: 'billing.dispute-opened',
  openedAt: '2026-12-12T09:00:00.000Z',
  evidenceBy: '2026-12-26T09:00:00.000Z',
};
type Closing = Extract<Message, { kind: 'billing.dispute-closed' }>;
const closed = (more: Partial<Closing> = {}): Message => ({
  kind: 'billing.dispute-closed',
  outcome: 'won',
  lost: money(0),
  held: money(0),
  undone: null,
  ...more,
});
function hear(booking: Booking, message: Message, now = NOW) {
  const moved = step(booking, message, now);
  if (!moved) throw new Error('nothing moved');
  return moved;
}
const after = (booking: Booking, ...messages: Message[]) =>
  messages.reduce((known, message) => hear(known, message).booking, booking);

describe('a dispute', () => {
  it('stops the clock of the release, and its end starts it again', () => {
    const before = delivered();
    const disputed = after(before, opened);
    expect([deadlineOf(before), deadlineOf(disputed)]).toEqual([expect.any(String), null]);
    expect(deadlineOf(after(disputed, closed()))).toBe(deadlineOf(before));
    expect(deadlineOf(after(cancelledLate(), opened))).toBeNull();
  });

  it('does not keep people from their session', () => {
    expect(deadlineOf(after(confirmed(), opened))).toBe(deadlineOf(confirmed()));
  });

  it('that is over has a refund decided again that was left undone, and a release too', () => {
    const refund = hear(after(cancelledLate(), opened), closed({ undone: 'refund', held: money(6000) }));
    expect(refund.sayings).toEqual(['booking.refund-decided']);
    const release = hear(after(delivered(), opened), closed({ undone: 'release', held: money(6000) }));
    expect(release.sayings).toEqual(['booking.release-decided']);
  });

  it('that is lost and takes the hold leaves nothing to release, and no refund to decide again', () => {
    const lost = closed({ outcome: 'lost', lost: money(6000), held: money(0), undone: 'refund' });
    const { booking, sayings } = hear(after(cancelledLate(), opened), lost);
    expect(sayings).toEqual([]);
    expect(booking.settlement).toMatchObject({ toProvider: money(0), commission: money(0) });
    expect(deadlineOf(booking)).toBeNull();
  });

  it('whose bank was faster than the refund ends the wait for it, and what was released stays released', () => {
    const overtaken: Message = { kind: 'billing.refund-overtaken' };
    const { booking, sayings } = hear(cancelledLate(), overtaken);
    expect([booking.state, booking.refundMadeAt, sayings]).toEqual(['refunded', NOW.toISOString(), []]);
    expect(deadlineOf(booking)).toBe(deadlineOf(cancelledLate()));
    expect(after(booking, overtaken).state).toBe('refunded');
    expect(after(released(), overtaken).state).toBe('released');
    expect(() => step(delivered(), overtaken, NOW)).toThrow('billing.refund-overtaken heard in delivered');
  });

  it('that is lost and is our loss leaves the provider their part, less our commission', () => {
    const lost = closed({ outcome: 'lost', lost: money(6000), held: money(6000), undone: 'release' });
    const { booking, said } = hear(after(delivered(), opened), lost);
    expect(booking.settlement).toMatchObject({ toProvider: money(5700), commission: money(300) });
    expect(said.map(({ data }) => data)).toMatchObject([{ toProvider: money(5700), commission: money(300) }]);
  });

  it('that is lost after the release changes nothing of what was released', () => {
    const before = released();
    const lost = closed({ outcome: 'lost', lost: money(6000), held: money(0) });
    expect(after(before, opened, lost).settlement).toEqual(before.settlement);
  });
});

describe('giving back after the release', () => {
  const give = (minor: number, bearer: 'platform' | 'provider' = 'platform'): Message => ({
    kind: 'booking.give-back',
    toClient: money(minor),
    bearer,
  });
  const code = (booking: Booking, message: Message): string => {
    try {
      hear(booking, message);
      return 'given';
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  };

  it('says who bears it, and mails both', () => {
    const { said, sayings, booking } = hear(released(), give(2000, 'provider'));
    expect(sayings).toEqual(['booking.give-back-decided', 'mail: given back, to both']);
    expect(said[0]?.data).toMatchObject({ toClient: money(2000), bearer: 'provider' });
    expect(backToClient(booking)).toEqual(money(backToClient(released()).minor + 2000));
  });

  it('never gives more than is left of the price, however often, nor what the bank has given', () => {
    const left = leftToGive(released()).minor;
    const once = after(released(), give(left - 500));
    expect([code(once, give(501)), code(once, give(500))]).toEqual(['more-than-left', 'given']);
    const lost = closed({ outcome: 'lost', lost: money(left), held: money(0) });
    expect(code(after(released(), opened, lost), give(1))).toBe('more-than-left');
  });

  it('is of something, after the release, and not while the bank is deciding', () => {
    expect(code(released(), give(0))).toBe('nothing-given');
    expect(code(delivered(), give(1))).toBe('not-released');
    expect(code(after(released(), opened), give(1))).toBe('not-released');
  });
});
