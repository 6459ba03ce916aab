/** Reviews on a real PostgreSQL and NATS: who may write, who reads when, and a rating that nobody edits. */
import { randomUUID } from 'node:crypto';
import {
  Aliases,
  AnswerReview,
  BookingReview,
  HideReview,
  MyReviews,
  Search,
  StaffReviews,
  ViewProvider,
  WriteReview,
} from '@sounding/contracts';
import { startWorld, type World } from '@sounding/testing';
import pg from 'pg';
import { CatalogModule } from '../src/catalog.module.ts';
import { completed, provider, published, refusalOf, type Session } from './cast.ts';

const DAY = 86_400_000;
const NOON = '2026-11-23T12:00:00.000Z';
const after = (instant: string, ms: number) => new Date(Date.parse(instant) + ms).toISOString();
const WORDS = 'We found the one question that mattered, and I left with it.';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.answer(Aliases, ({ accountIds }) => ({
    names: accountIds.map((accountId) => ({ accountId, alias: 'Wren' })),
  }));
  await world.clock.set(new Date(NOON));
  await world.service('catalog', CatalogModule);
  await world.service('catalog', CatalogModule);
});
afterAll(() => world.stop());
beforeEach(() => world.clock.set(new Date(NOON)));

const write = ({ bookingId, clientId }: Session, stars = 4, text = WORDS) =>
  world.as(clientId).ask(WriteReview, { bookingId, stars, text });
const own = ({ bookingId, clientId }: Session) => world.as(clientId).ask(BookingReview, { bookingId });
const page = (accountId: string) => world.visitor().ask(ViewProvider, { accountId });
const forStaff = async (providerId: string) =>
  (await world.staff(randomUUID()).ask(StaffReviews, { providerId })).reviews;

/** A provider and their session that ended at noon. */
async function session(name = 'Ada Quill'): Promise<Session> {
  return completed(world, await provider(world, name), NOON);
}

/** Until the clock has shown it. */
async function shown(one: Session): Promise<string> {
  await world.clock.set(new Date(after(NOON, 7 * DAY)));
  return world.eventually(async () => {
    const { review } = await own(one);
    expect(review?.shown).toBe(true);
    return review?.id ?? '';
  });
}

describe('a review', () => {
  it('is read by its author at once, and by nobody else until seven days after the session', async () => {
    const one = await session('Blind Person');
    const listing = await published(world, one.providerId, { title: 'An hour for the seven days' });
    const { review } = await write(one);
    expect(review).toMatchObject({ stars: 4, text: WORDS, alias: 'Wren', shown: false, hidden: null, answer: null });
    expect(review.shownFrom).toBe(after(NOON, 7 * DAY));
    const seen = async () => {
      const { provider: shownPerson, reviews } = await page(one.providerId);
      const found = await world.visitor().ask(Search, { text: 'seven days hour', ratingMin: 4 });
      const mine = await world.as(one.providerId).ask(MyReviews, {});
      return {
        page: [shownPerson.rating, shownPerson.reviews, reviews.length],
        found: found.hits.some((hit) => hit.listing.id === listing.id),
        provider: [mine.rating, mine.count, mine.reviews.length],
        staff: (await forStaff(one.providerId)).length,
      };
    };
    await world.clock.set(new Date(after(NOON, 7 * DAY - 1_000)));
    const nothing = { page: [null, 0, 0], found: false, provider: [null, 0, 0], staff: 0 };
    expect(await seen()).toEqual(nothing);
    await shown(one);
    expect(await seen()).toEqual({ page: [4, 1, 1], found: true, provider: [4, 1, 1], staff: 1 });
    const [public_] = (await page(one.providerId)).reviews;
    expect(public_).toEqual({ stars: 4, text: WORDS, alias: 'Wren', at: expect.any(String), answer: null });
  });

  it('is written once for a booking, however often it is sent at once', async () => {
    const one = await session();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refusalOf(write(one))));
    expect(answers.filter((code) => code === 'answered')).toHaveLength(1);
    expect(answers.filter((code) => code === 'already-reviewed')).toHaveLength(9);
    expect((await own(one)).writeUntil).toBeNull();
  });

  it('is for the client of a session that took place; for everybody else there is none', async () => {
    const one = await session();
    const notTheirs = { ...one, clientId: randomUUID() };
    const theProvider = { ...one, clientId: one.providerId };
    const neverHeld = { ...one, bookingId: randomUUID() };
    for (const wrong of [notTheirs, theProvider, neverHeld]) {
      expect(await refusalOf(write(wrong))).toBe('not-completed');
      expect(await refusalOf(own(wrong))).toBe('not-found');
    }
    const { bookingId } = one;
    expect(await refusalOf(world.visitor().ask(WriteReview, { bookingId, stars: 5, text: WORDS }))).toBe(
      'not-signed-in',
    );
  });

  it('is possible until thirty days after the session, and shown at once after seven', async () => {
    const one = await session('Late Person');
    await world.clock.set(new Date(after(NOON, 20 * DAY)));
    expect((await own(one)).writeUntil).toBe(after(NOON, 30 * DAY));
    await write(one, 5);
    await world.eventually(async () => expect((await page(one.providerId)).provider.rating).toBe(5));
    const tooLate = await session();
    await world.clock.set(new Date(after(NOON, 30 * DAY)));
    expect(await refusalOf(write(tooLate))).toBe('review-too-late');
    expect((await own(tooLate)).writeUntil).toBeNull();
  });

  it.each([
    ['no stars', 0, WORDS],
    ['six stars', 6, WORDS],
    ['half a star', 4.5, WORDS],
    ['too few words', 5, 'Good.'],
    ['blanks alone', 5, ' '.repeat(50)],
    ['too many words', 5, 'x'.repeat(2_001)],
    ['signs that are no text', 5, `${WORDS}\u0000`],
  ])('with %s is refused, and nothing is stored', async (_what, stars, text) => {
    const one = await session();
    expect(await refusalOf(write(one, stars, text))).toBe('invalid-input');
    expect((await own(one)).review).toBeNull();
  });
});

describe('the provider', () => {
  it('answers once, after it is shown', async () => {
    const one = await session('Answering Person');
    const { review } = await write(one);
    const answer = (account: string, text = 'Thank you for coming.') =>
      world.as(account).ask(AnswerReview, { reviewId: review.id, text });
    expect(await refusalOf(answer(one.providerId))).toBe('not-found');
    await shown(one);
    expect(await refusalOf(answer(randomUUID()))).toBe('not-found');
    expect(await refusalOf(answer(one.clientId))).toBe('not-found');
    const mine = async () => (await world.as(one.providerId).ask(MyReviews, {})).reviews[0];
    expect(await mine()).toMatchObject({ id: review.id, mayAnswer: true });
    await answer(one.providerId);
    expect(await refusalOf(answer(one.providerId, 'And another thing.'))).toBe('already-answered');
    expect(await mine()).toMatchObject({ mayAnswer: false });
    expect((await page(one.providerId)).reviews[0]?.answer?.text).toBe('Thank you for coming.');
    expect((await own(one)).review?.answer?.text).toBe('Thank you for coming.');
  });
});

describe('staff', () => {
  it('hide a review with a reason that its author reads; the rating follows, and back', async () => {
    const one = await session('Hidden Person');
    const other = await completed(world, one.providerId, NOON);
    await write(one, 1);
    await write(other, 5);
    const id = await shown(one);
    await shown(other);
    const rating = async () => (await page(one.providerId)).provider.rating;
    expect(await rating()).toBe(3);
    const staff = randomUUID();
    const hide = (hidden: boolean, reason: string) =>
      world.staff(staff).ask(HideReview, { reviewId: id, hidden, reason });
    await hide(true, 'It names a third person.');
    expect([await rating(), (await page(one.providerId)).reviews.length]).toEqual([5, 1]);
    expect((await own(one)).review).toMatchObject({
      shown: false,
      hidden: { reason: 'It names a third person.', at: expect.any(String) },
    });
    expect((await world.as(one.providerId).ask(MyReviews, {})).reviews).toHaveLength(1);
    expect(await refusalOf(world.as(one.providerId).ask(AnswerReview, { reviewId: id, text: 'No!' }))).toBe(
      'not-found',
    );
    expect(await refusalOf(hide(true, 'Again.'))).toBe('nothing-changes');
    await hide(false, 'The name was the client’s own.');
    expect(await rating()).toBe(3);
    expect((await own(one)).review?.hidden).toBeNull();
    const kept = (await forStaff(one.providerId)).find((review) => review.id === id);
    expect(kept?.decisions.map(({ staffId, hidden, reason }) => [staffId, hidden, reason])).toEqual([
      [staff, true, 'It names a third person.'],
      [staff, false, 'The name was the client’s own.'],
    ]);
  });

  it('alone hide, with a reason, and only what can be read', async () => {
    const one = await session();
    const { review } = await write(one);
    const wish = { reviewId: review.id, hidden: true, reason: 'I do not like it.' };
    expect(await refusalOf(world.as(one.providerId).ask(HideReview, wish))).toBe('not-allowed');
    expect(await refusalOf(world.as(one.clientId).ask(StaffReviews, {}))).toBe('not-allowed');
    expect(await refusalOf(world.staff(randomUUID()).ask(HideReview, wish))).toBe('not-found');
    await shown(one);
    expect(await refusalOf(world.staff(randomUUID()).ask(HideReview, { ...wish, reason: ' ' }))).toBe('invalid-input');
    expect((await own(one)).review?.shown).toBe(true);
  });
});

describe('the database', () => {
  let app: pg.Client;
  beforeAll(async () => {
    app = new pg.Client({ connectionString: (await world.database('catalog')).url });
    await app.connect();
  });
  afterAll(() => app.end());

  it('computes the rating of many reviews that are shown at the same moment, at two copies', async () => {
    const account = await provider(world, 'Popular Person');
    const stars = Array.from({ length: 30 }, (_, n) => 1 + (n % 5));
    const sessions = await Promise.all(stars.map(() => completed(world, account, NOON)));
    await Promise.all(sessions.map((one, n) => write(one, stars[n])));
    await world.clock.set(new Date(after(NOON, 7 * DAY)));
    await world.eventually(async () => {
      expect((await page(account)).provider).toMatchObject({ rating: 3, reviews: 30 });
    });
  });

  it('counts two reviews that are shown by two commits at the same moment', async () => {
    const account = await provider(world, 'Twice Shown');
    const sessions = [await completed(world, account, NOON), await completed(world, account, NOON)] as const;
    const [first, second] = [await write(sessions[0], 2), await write(sessions[1], 4)];
    const show = (client: pg.Client, id: string) => client.query('update review set shown = true where id = $1', [id]);
    const other = new pg.Client({ connectionString: (await world.database('catalog')).url });
    await other.connect();
    await app.query('begin');
    await show(app, first.review.id);
    const waiting = show(other, second.review.id);
    // The second one has begun, with its view of the table, and waits for the profile.
    await world.eventually(async () => {
      const waits = await world.sql('catalog', `select 1 from pg_stat_activity where wait_event_type = 'Lock'`);
      expect(waits.length).toBeGreaterThan(0);
    });
    await app.query('commit');
    await waiting;
    await other.end();
    expect((await page(account)).provider).toMatchObject({ rating: 3, reviews: 2 });
  });

  it('refuses the service to edit a rating, stars, words, or who decided', async () => {
    const one = await session();
    await write(one);
    const id = await shown(one);
    const reason = { reviewId: id, hidden: true, reason: 'For a test.' };
    await world.staff(randomUUID()).ask(HideReview, reason);
    for (const statement of [
      `update profile set stars = 500, review_count = 100 where account_id = '${one.providerId}'`,
      `update review set stars = 5 where id = '${id}'`,
      `update review set text = 'Wonderful.' where id = '${id}'`,
      `delete from review where id = '${id}'`,
      `update review_decision set reason = 'None.'`,
      'delete from completed_booking',
    ]) {
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    const born = `insert into profile (account_id, handle, display_name, headline, about, languages, zone, stars, review_count,
      made_at, changed_at) values (gen_random_uuid(), 'born-famous', 'B', 'B', 'B', '{en}', 'UTC', 5, 1, now(), now())`;
    await expect(app.query(born)).rejects.toMatchObject({ code: '42501' });
  });

  it('refuses a review that is of no completed booking, or not by its client, and a second answer', async () => {
    const one = await session();
    const insert = (bookingId: string, clientId: string) =>
      app.query(
        `insert into review (id, provider_id, booking_id, client_id, stars, text, alias, at, shown_from)
         values (gen_random_uuid(), $1, $2, $3, 5, 'Good.', 'Wren', now(), now())`,
        [one.providerId, bookingId, clientId],
      );
    await expect(insert(randomUUID(), one.clientId)).rejects.toThrow('review_booking_id_fkey');
    await expect(insert(one.bookingId, randomUUID())).rejects.toThrow('review_booking_id_fkey');
    await write(one);
    await expect(insert(one.bookingId, one.clientId)).rejects.toThrow('review_booking_id_key');
    const id = await shown(one);
    const answer = (text: string) =>
      app.query('update review set answer = $2, answered_at = now() where id = $1', [id, text]);
    await answer('Thank you.');
    await expect(answer('I take that back.')).rejects.toThrow('answered once');
    await expect(app.query('update review set shown = false where id = $1', [id])).rejects.toThrow('stays shown');
  });
});
