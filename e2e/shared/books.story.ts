/**
 * Staff and the books: a whole platform whose books agree; then a difference of each kind is planted, in the outside world or in the
 * databases with their owners' rights, and each is found as exactly one ticket with both sides; mended, its ticket closes. And staff
 * give money back after the release. One story: each sentence goes on where the one before it ended.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Booking, Output, Receipt, ViewClaim } from '@sounding/contracts';
import { format } from '@sounding/money';
import {
  signIn as asAccount,
  confirmed,
  findListing,
  newClient,
  pay,
  receiptOf,
  reserve,
  until,
  type Visitor,
} from '@sounding/tool-bench';
import { DEMO_ACCOUNTS } from '@sounding/tool-seed';
import pg from 'pg';
import type { Person } from '../browser.ts';
import { lookAt } from '../looking.ts';
import { enterConsole } from '../staff.ts';
import { looksWell, tellStory } from '../story.ts';
import type { World } from '../world.ts';

let client: Visitor;
let provider: Visitor;
let staff: Person;
let hired: Booking;
let receiptRow: Record<string, unknown>;

const demo = (role: string) => {
  const account = DEMO_ACCOUNTS.find((one) => one.role === role);
  if (!account) throw new Error(`the seed has no ${role}`);
  return account;
};

export function tellTheBooks(world: () => World): void {
  beforeAll(async () => {
    client = await newClient(world().copy);
    const { email, password } = demo('provider');
    provider = await asAccount(world().copy, email, password);
    staff = await world().atConsole();
  }, 120_000);

  const sentence = tellStory();

  /** With every right in a service's database, as nobody should work. */
  async function asOwner<R extends pg.QueryResultRow>(
    service: string,
    text: string,
    values: unknown[] = [],
  ): Promise<R[]> {
    const database = new pg.Client({ connectionString: world().platform.owners[service] });
    await database.connect();
    try {
      return (await database.query<R>(text, values)).rows;
    } finally {
      await database.end();
    }
  }

  /** Somebody works at Stripe by hand. */
  async function atStripe(path: string, fields: Record<string, string>): Promise<{ id: string }> {
    const { stripeKey } = JSON.parse(readFileSync(join(world().platform.home, 'secrets.json'), 'utf8')) as {
      stripeKey: string;
    };
    const answer = await fetch(`${world().copy.stripe}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stripeKey}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  }

  async function hire(which: number): Promise<Booking> {
    const { hit, starts } = await findListing(client, 'life path advice');
    const { booking } = await reserve(client, hit.listing.id, starts.at(which) ?? '');
    await pay(world().copy, client, booking.id);
    await confirmed(client, booking.id);
    await receiptOf(client, booking.id);
    return client.get<Booking>(`/api/v1/bookings/${booking.id}`);
  }

  /** Compares the last days from the console. Answers how many differences it found. */
  async function compare(): Promise<number> {
    await staff.go('/books');
    const ended = async () => (await staff.page.$$('[data-run="ended"]')).length;
    // The night's own comparison may have asked a process that was killed then; it goes on when its question has run out of time.
    await until(
      'no comparison to run',
      async () => {
        await staff.go('/books');
        return (await staff.page.$('[data-run="running"]')) ? null : true;
      },
      120_000,
    );
    const before = await ended();
    await staff.press('Compare now');
    await until('the end of the comparison', async () => {
      await staff.go('/books');
      return (await ended()) > before ? true : null;
    });
    return staff.page.$eval('[data-run="ended"] td:last-child', (cell) => Number(cell.textContent));
  }

  async function tickets(): Promise<{ id: string; subject: string }[]> {
    await staff.go('/?kind=difference');
    return staff.page.$$eval('tr[data-ticket]', (rows) =>
      rows.map((row) => ({
        id: row.getAttribute('data-ticket') ?? '',
        subject: row.querySelector('a')?.textContent ?? '',
      })),
    );
  }

  const subjects = async () => (await tickets()).map(({ subject }) => subject).sort();

  describe('the books', () => {
    sentence('agree after hires, and nobody has anything to look at', async () => {
      await enterConsole(staff, world());
      hired = await hire(1);
      await hire(-1);
      await world().moveClock('+20m');
      expect(await compare()).toBe(0);
      await looksWell(staff, 'console-books');
      expect(await subjects()).toEqual([]);
    });

    sentence('do not agree any more when money moves by hand, an entry is gone, and a receipt with it', async () => {
      const other = await hire(2);
      const charges = await asOwner<{ charge_id: string }>(
        'billing',
        'SELECT charge_id FROM payment WHERE booking_id = $1',
        [other.id],
      );
      const charge = charges[0]?.charge_id ?? '';
      await atStripe('refunds', { charge, amount: '1234' });
      const transfers = { 'capabilities[transfers][requested]': 'true' };
      const account = await atStripe('accounts', { type: 'express', country: 'US', ...transfers });
      const opened = await fetch(`${world().copy.stripe}/_emulator/onboard`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ account: account.id }),
      });
      if (!opened.ok) throw new Error(await opened.text());
      await atStripe('transfers', {
        amount: '500',
        currency: 'usd',
        destination: account.id,
        source_transaction: charge,
      });
      const rows = await asOwner('receipts', 'DELETE FROM receipt WHERE booking_id = $1 RETURNING *', [hired.id]);
      receiptRow = rows[0] ?? {};
      await world().moveClock('+20m');
      // Both movements by hand, the receipt, and Stripe's balance, which the two movements changed.
      expect(await compare()).toBe(4);
      expect(await subjects()).toEqual([
        'A balance that does not add up',
        'A payment without its receipt',
        'A refund at Stripe that we did not ask for',
        'A transfer at Stripe that we did not ask for',
      ]);
      await looksWell(staff, 'console-queue-differences');
    });

    sentence('say in each ticket what both sides say', async () => {
      const refund = (await tickets()).find(({ subject }) => subject.startsWith('A refund'));
      await staff.go(`/tickets/${refund?.id}`);
      await staff.sees('Both sides');
      await staff.sees('-$12.34');
      await looksWell(staff, 'console-difference');
    });

    sentence('compared again make no second ticket', async () => {
      const before = await tickets();
      expect(await compare()).toBe(4);
      expect(await tickets()).toEqual(before);
    });

    sentence('close the ticket of what was mended', async () => {
      const columns = Object.keys(receiptRow);
      const places = columns.map((_, index) => `$${index + 1}`);
      const values = columns.map((name) => receiptRow[name]);
      await asOwner('receipts', `INSERT INTO receipt (${columns}) VALUES (${places})`, values);
      expect(await compare()).toBe(3);
      expect(await subjects()).not.toContain('A payment without its receipt');
    });
  });

  describe('licences', () => {
    sentence('that wait for a check are listed for staff', async () => {
      await staff.go('/licences');
      await staff.sees('Therapy can be booked only after');
      await looksWell(staff, 'console-licences');
    });
  });

  describe('after the release', () => {
    sentence('staff see where each dollar is, and what is left to give back', async () => {
      await world().moveClockTo(hired.startsAt, -1);
      for (const side of [client, provider]) await side.post(`/api/v1/bookings/${hired.id}/beats`);
      await world().moveClockTo(hired.endsAt, -(7 * 24 * 60 + 5));
      await until('the release', async () => {
        const booking = await client.get<Booking>(`/api/v1/bookings/${hired.id}`);
        return booking.state === 'released' ? true : null;
      });
      // More than a working day has passed since they signed in.
      await enterConsole(staff, world());
      await lookAt(staff, `/bookings/${hired.id}`);
      await staff.sees('Where the money is');
      await staff.sees(`${format(hired.offer.price)} of it is left`);
      await looksWell(staff, 'console-booking-released');
    });

    sentence('look once more at what they give, and both sides read why', async () => {
      await staff.fill('To the client, in US dollars', '20.00');
      await staff.pick(/^We do/);
      await staff.fill('Reason, which both sides read', 'The sound failed on our side for ten minutes.');
      await staff.press('Look at it once more');
      await staff.sees('$20.00 goes back to the client, and we bear it');
      await looksWell(staff, 'console-give-back');
      await staff.press('Give $20.00 back');
      await staff.sees(/\$20\.00 goes back to the client\. \$[\d.]+ of the price is left\./);
      for (const side of [client, provider]) {
        const { givenBack } = await side.get<Output<typeof ViewClaim>>(`/api/v1/bookings/${hired.id}/claim`);
        expect(givenBack).toMatchObject([{ toClient: { minor: 2_000 }, bearer: 'platform' }]);
      }
      await until('the credit note', async () => {
        const { receipts } = await client.get<{ receipts: Receipt[] }>(`/api/v1/bookings/${hired.id}/receipts`);
        return receipts.some(({ kind, total }) => kind === 'credit-note' && total.minor === 2_000) ? true : null;
      });
    });

    sentence('and all books agree about it', async () => {
      await world().moveClock('+20m');
      // What was moved by hand lies before these days; Stripe's balance still lacks it.
      expect(await compare()).toBe(1);
    });
  });
}
