import { randomUUID } from 'node:crypto';
import {
  ClaimClosed,
  ClaimDecided,
  ClaimOpened,
  DecideClaim,
  MyTickets,
  OpenClaim,
  StaffTicket,
  SupportMail,
  ViewClaim,
  ViewTicket,
} from '@sounding/contracts';
import { money } from '@sounding/money';
import { startWorld, type World } from '@sounding/testing';
import { SupportModule } from '../src/support.module.ts';
import { DECIDE_BY, type Hire, hire, NOW, refusalOf, standInForBooking } from './cast.ts';

const hires = new Map<string, Hire>();
const words = 'The session did not take place, and nobody wrote to me.';
let world: World;
let booking: ReturnType<typeof standInForBooking>;

beforeAll(async () => {
  world = await startWorld();
  booking = standInForBooking(world, hires);
  await world.service('support', SupportModule);
});
beforeEach(() => world.clock.set(NOW));
afterAll(() => world.stop());

function newHire(): Hire {
  const made = hire();
  hires.set(made.bookingId, made);
  return made;
}

const mailsTo = (accountId: string) =>
  world.heard('support', SupportMail).filter((mail) => mail.accountId === accountId);
const opened = (made: Hire) =>
  world.say('booking', ClaimOpened, { ...made, most: money(6_000), decideBy: DECIDE_BY, at: NOW.toISOString() });
const closed = (made: Hire, by: 'staff' | 'clock', cents: number) =>
  world.say('booking', ClaimClosed, { ...made, toClient: money(cents), by, at: '2026-11-26T12:00:01.000Z' });
const claimOf = async (account: string, bookingId: string) =>
  (await world.as(account).ask(ViewClaim, { bookingId })).claim;

describe('opening a claim', () => {
  it('keeps the client’s words and mails both sides once, and booking’s event changes nothing more', async () => {
    const made = newHire();
    const { bookingId, clientId, providerId } = made;
    const claim = await world.as(clientId).ask(OpenClaim, { bookingId, text: words });
    expect(claim).toMatchObject({ state: 'open', most: money(6_000), decideBy: DECIDE_BY, toClient: null });
    await opened(made);
    const later = newHire();
    await opened(later);
    await world.eventually(async () => expect(await claimOf(later.clientId, later.bookingId)).not.toBeNull());
    const seen = await world.staff(randomUUID()).ask(StaffTicket, { ticketId: claim.ticketId });
    expect(seen.messages.map(({ by, text }) => [by, text])).toEqual([['person', words]]);
    expect(seen.claim).toEqual(claim);
    await world.eventually(() => expect([...mailsTo(clientId), ...mailsTo(providerId)]).toHaveLength(2));
    expect(mailsTo(providerId)[0]).toMatchObject({
      template: 'claim-received',
      data: { bookingId, decideBy: DECIDE_BY },
    });
  });

  it('a second time is refused, and the first words stay', async () => {
    const { bookingId, clientId } = newHire();
    const { ticketId } = await world.as(clientId).ask(OpenClaim, { bookingId, text: words });
    const again = world.as(clientId).ask(OpenClaim, { bookingId, text: 'Something else altogether.' });
    expect(await refusalOf(again)).toBe('already-claimed');
    const { messages } = await world.as(clientId).ask(ViewTicket, { ticketId });
    expect(messages.map((message) => message.text)).toEqual([words]);
  });

  it('after booking’s event had made the ticket, puts the words into that ticket', async () => {
    const made = newHire();
    const { bookingId, clientId } = made;
    await opened(made);
    await world.eventually(async () => expect(await claimOf(clientId, bookingId)).not.toBeNull());
    const claim = await world.as(clientId).ask(OpenClaim, { bookingId, text: words });
    const { tickets } = await world.as(clientId).ask(MyTickets, {});
    expect(tickets.map((ticket) => [ticket.id, ticket.kind, ticket.bookingId])).toEqual([
      [claim.ticketId, 'claim', bookingId],
    ]);
    expect((await world.as(clientId).ask(ViewTicket, { ticketId: claim.ticketId })).messages).toHaveLength(1);
  });

  it('that failed between booking’s answer and ours succeeds at the second try', async () => {
    const { bookingId, clientId } = newHire();
    const open = () => world.as(clientId).ask(OpenClaim, { bookingId, text: words });
    await world.sql('support', 'alter table claim add constraint broken check (false) not valid');
    await expect(open()).rejects.toThrow();
    await world.sql('support', 'alter table claim drop constraint broken');
    expect(await open()).toMatchObject({ bookingId, state: 'open' });
  });

  it('by several clicks at once is one claim with its words once', async () => {
    const { bookingId, clientId } = newHire();
    const clicks = Array.from({ length: 5 }, () => world.as(clientId).ask(OpenClaim, { bookingId, text: words }));
    const answers = await Promise.all(clicks.map(refusalOf));
    expect(answers.sort()).toEqual([...Array(4).fill('already-claimed'), 'answered']);
    const { tickets } = await world.as(clientId).ask(MyTickets, {});
    expect(tickets).toHaveLength(1);
  });

  it.each(['cannot-claim', 'too-late', 'already-claimed'] as const)(
    'that booking refuses as %s leaves nothing behind',
    async (code) => {
      const { bookingId, clientId } = newHire();
      booking.refuse(bookingId, code);
      expect(await refusalOf(world.as(clientId).ask(OpenClaim, { bookingId, text: words }))).toBe(code);
      expect((await world.as(clientId).ask(MyTickets, {})).tickets).toEqual([]);
    },
  );

  it('of somebody else’s booking is answered as if there were none', async () => {
    const { bookingId, clientId } = newHire();
    await world.as(clientId).ask(OpenClaim, { bookingId, text: words });
    const stranger = randomUUID();
    expect(await refusalOf(world.as(stranger).ask(OpenClaim, { bookingId, text: words }))).toBe('not-found');
    expect(await claimOf(stranger, bookingId)).toBeNull();
  });
});

describe('deciding a claim', () => {
  it('takes an amount and a reason, once, and both sides read them; the words stay the client’s', async () => {
    const made = newHire();
    const { bookingId, clientId, providerId } = made;
    const { id: claimId, ticketId } = await world.as(clientId).ask(OpenClaim, { bookingId, text: words });
    await opened(made);
    const staff = world.staff(randomUUID());
    const decision = { claimId, toClient: money(2_000), reason: 'The session ended a third of the way in.' };
    expect(await refusalOf(staff.ask(DecideClaim, { ...decision, toClient: money(6_001) }))).toBe('more-than-price');
    expect(await refusalOf(world.as(clientId).ask(DecideClaim, decision))).toBe('not-allowed');
    expect(await staff.ask(DecideClaim, decision)).toMatchObject({ state: 'decided', toClient: money(2_000) });
    expect(await refusalOf(staff.ask(DecideClaim, { ...decision, toClient: money(0) }))).toBe('already-decided');
    await closed(made, 'staff', 2_000);
    for (const account of [clientId, providerId]) {
      const read = { state: 'decided', toClient: money(2_000), reason: decision.reason };
      expect(await claimOf(account, bookingId)).toMatchObject(read);
    }
    const seen = await world.as(clientId).ask(ViewTicket, { ticketId });
    expect(seen.ticket.state).toBe('closed');
    expect(seen.messages.at(-1)).toMatchObject({ by: 'staff', text: decision.reason });
    expect(await refusalOf(world.as(providerId).ask(ViewTicket, { ticketId }))).toBe('not-found');
    await world.eventually(() => {
      const said = world.heard('support', ClaimDecided).filter((data) => data.bookingId === bookingId);
      expect(said).toMatchObject([{ claimId, toClient: money(2_000) }]);
    });
  });

  it('by three members of staff at the same moment happens once', async () => {
    const { bookingId, clientId } = newHire();
    const { id: claimId } = await world.as(clientId).ask(OpenClaim, { bookingId, text: words });
    const reason = 'We looked at it together and apart.';
    const decide = (cents: number) =>
      refusalOf(world.staff(randomUUID()).ask(DecideClaim, { claimId, toClient: money(cents), reason }));
    const answers = await Promise.all([0, 3_000, 6_000].map(decide));
    expect(answers.sort()).toEqual(['already-decided', 'already-decided', 'answered']);
  });

  it('comes too late after its 72 hours: booking’s clock upholds it in full', async () => {
    const made = newHire();
    const { bookingId, clientId } = made;
    const { id: claimId, ticketId } = await world.as(clientId).ask(OpenClaim, { bookingId, text: words });
    await opened(made);
    await world.clock.set(new Date(DECIDE_BY));
    const decision = { claimId, toClient: money(0), reason: 'This comes too late.' };
    expect(await refusalOf(world.staff(randomUUID()).ask(DecideClaim, decision))).toBe('already-decided');
    await closed(made, 'clock', 6_000);
    const upheld = { state: 'upheld-by-clock', toClient: money(6_000), reason: null };
    await world.eventually(async () => expect(await claimOf(clientId, bookingId)).toMatchObject(upheld));
    const { ticket, messages } = await world.as(clientId).ask(ViewTicket, { ticketId });
    expect(ticket.state).toBe('closed');
    expect(messages.at(-1)).toMatchObject({ by: 'platform' });
    expect(messages.at(-1)?.text).toContain('$60.00');
  });

  it('in the very last moment, too late for booking, ends as booking says', async () => {
    const made = newHire();
    const { bookingId, clientId } = made;
    const { id: claimId } = await world.as(clientId).ask(OpenClaim, { bookingId, text: words });
    await opened(made);
    await world.staff(randomUUID()).ask(DecideClaim, { claimId, toClient: money(0), reason: 'Nothing went wrong.' });
    await closed(made, 'clock', 6_000);
    const upheld = { state: 'upheld-by-clock', toClient: money(6_000), reason: null };
    await world.eventually(async () => expect(await claimOf(clientId, bookingId)).toMatchObject(upheld));
  });
});
