import { add, format, money, sum } from '@sounding/money';
import fc from 'fast-check';
import {
  absentFrom,
  acceptedUntil,
  answerUntil,
  claimDecideBy,
  freeCancelUntil,
  guaranteeUntil,
  joinOpensAt,
  moveUntil,
  nextTransferAt,
  receivableUntil,
  reservedUntil,
  tipUntil,
} from './deadlines.ts';
import { cancellingInShort, ifCancelled, sentencesFor } from './sentences.ts';
import { outcomeOfCancelling, partsOfGivenBack, payerOf, settle } from './settle.ts';
import { allIn, currencyOf, OUTCOMES, type Terms, termsOf, type Weekday } from './terms.ts';
import { windows } from './words.ts';

const terms = termsOf('2026-11-01');
const start = Date.parse('2026-11-30T18:00:00.000Z');
const HOUR = 3_600_000;

describe('a price', () => {
  it('is shown all-in, tax included where a rate is set', () => {
    expect(format(allIn(money(6000), terms))).toBe('$63.49');
    const taxed: Terms = { ...terms, taxBasisPoints: { price: 1_000, 'handling-fee': 1_000 } };
    expect(allIn(money(6000), taxed)).toEqual(money(6349 + 600 + 35));
  });

  it('has one currency with all other amounts of its version', () => {
    expect(currencyOf(terms)).toBe('USD');
    const euro = { ...terms.price, most: { minor: 500_000, currency: 'EUR' } } as unknown as Terms['price'];
    expect(() => currencyOf({ ...terms, price: euro })).toThrow('the terms of 2026-11-01 mix currencies');
  });
});

describe('settling', () => {
  const price = money(6000);
  const rows = [
    ['delivered', 0, 0, 5700, 300],
    ['client-cancelled-early', 6000, 0, 0, 0],
    ['client-cancelled-late', 3000, 0, 2850, 150],
    ['client-absent', 0, 0, 5700, 300],
    ['provider-cancelled', 6000, 0, 0, 0],
    ['provider-absent', 6000, 0, 0, 0],
    ['our-error', 6000, 349, 0, 0],
  ] as const;
  it.each(rows)(
    '%s gives %i back and %i of the fee; the provider gets %i, we %i',
    (outcome, back, fee, provider, commission) => {
      expect(settle(terms, outcome, { price })).toEqual({
        toClient: money(back),
        feeToClient: money(fee),
        feeKept: money(349 - fee),
        toProvider: money(provider),
        commission: money(commission),
      });
    },
  );

  it('gives what was decided on a claim, and refuses less than nothing, more than is left, and no decision', () => {
    expect(settle(terms, 'claim-decided', { price, decided: money(2500) })).toMatchObject({
      toClient: money(2500),
      toProvider: money(3325),
      commission: money(175),
    });
    expect(() => settle(terms, 'claim-decided', { price })).toThrow('needs a decided amount');
    expect(() => settle(terms, 'claim-decided', { price, decided: money(6001) })).toThrow('6000 is left');
    expect(() => settle(terms, 'claim-decided', { price, decided: money(-1) })).toThrow('is left');
    expect(() => settle(terms, 'claim-decided', { price, decided: money(3001), already: money(3000) })).toThrow(
      '3000 is left',
    );
  });

  it('may decide that nothing goes back, or all that is left', () => {
    const already = money(1000);
    expect(settle(terms, 'claim-decided', { price, already, decided: money(0) }).toClient).toEqual(money(0));
    expect(settle(terms, 'claim-decided', { price, already, decided: money(5000) })).toMatchObject({
      toClient: money(5000),
      toProvider: money(0),
      commission: money(0),
    });
  });

  it('tells whose money it is that goes back after the release', () => {
    expect(partsOfGivenBack(terms, { price, already: money(0), back: money(2000) })).toEqual({
      fromProvider: money(1900),
      fromCommission: money(100),
    });
    expect(partsOfGivenBack(terms, { price, already: money(2000), back: money(4000) })).toEqual({
      fromProvider: money(3800),
      fromCommission: money(200),
    });
  });

  it('always gives away exactly the price, whatever happened and whatever went back before', () => {
    const priced = fc.integer({ min: 500, max: 500_000 });
    fc.assert(
      fc.property(priced, fc.constantFrom(...OUTCOMES), fc.nat(), fc.nat(), (p, outcome, a, d) => {
        const whole = money(p);
        const already = money(a % (p + 1));
        const decided = money(d % (p - already.minor + 1));
        const got = settle(terms, outcome, { price: whole, already, decided });
        expect(sum([already, got.toClient, got.toProvider, got.commission])).toEqual(whole);
        expect(add(got.feeToClient, got.feeKept)).toEqual(terms.handlingFee);
        for (const part of Object.values(got)) expect(part.minor).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('cancelling', () => {
  const ask = (hoursBefore: number, bookedHoursBefore = 200, by: 'client' | 'provider' = 'client') =>
    outcomeOfCancelling(terms, {
      by,
      startsAt: start,
      bookedAt: start - bookedHoursBefore * HOUR,
      now: start - hoursBefore * HOUR,
    });

  it('is free until exactly 24 hours before the start, and half a millisecond later it is not', () => {
    expect(ask(24)).toBe('client-cancelled-early');
    expect(ask(24 - 1 / HOUR)).toBe('client-cancelled-late');
  });

  it('is free within an hour of booking, exactly an hour included', () => {
    expect(ask(2, 3)).toBe('client-cancelled-early');
    expect(ask(2 - 1 / HOUR, 3)).toBe('client-cancelled-late');
  });

  it('is free until the last millisecond before the start, where the hour after booking reaches beyond it', () => {
    const booked = { startsAt: start, bookedAt: start - HOUR / 2 };
    expect(freeCancelUntil(terms, booked)).toBe('2026-11-30T17:59:59.999Z');
  });

  it('is over once the session begins, also within the hour and also for the provider', () => {
    expect(ask(0, 0.5)).toBeNull();
    expect(ask(-1)).toBeNull();
    expect(ask(0, 200, 'provider')).toBeNull();
  });

  it('by the provider gives everything back at any time before the start', () => {
    expect(ask(0.1, 200, 'provider')).toBe('provider-cancelled');
  });

  it('of a session that its provider moved gives the client everything back until it begins', () => {
    const moved = { by: 'client', startsAt: start, bookedAt: start - 200 * HOUR, movedByProvider: true } as const;
    expect(outcomeOfCancelling(terms, { ...moved, now: start - 1 })).toBe('provider-cancelled');
    expect(outcomeOfCancelling(terms, { ...moved, now: start })).toBeNull();
  });

  it('agrees with the deadline that people are shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 * HOUR }), fc.integer({ min: 0, max: 100 * HOUR }), (booked, after) => {
        const bookedAt = start - booked;
        const now = bookedAt + after;
        fc.pre(now < start);
        const free = now <= Date.parse(freeCancelUntil(terms, { startsAt: start, bookedAt }));
        const outcome = outcomeOfCancelling(terms, { by: 'client', startsAt: start, bookedAt, now });
        expect(outcome).toBe(free ? 'client-cancelled-early' : 'client-cancelled-late');
      }),
    );
  });
});

it('a request is answered within a day, and before the listing’s notice begins; a yes is paid for within 12 hours, and before the start', () => {
  const asked = (hoursBefore: number, noticeMinutes: number, under = terms) =>
    answerUntil(under, { at: start - hoursBefore * HOUR, startsAt: start, noticeMinutes });
  expect(asked(100, 120)).toBe(new Date(start - 76 * HOUR).toISOString());
  expect(asked(20, 120)).toBe(new Date(start - 2 * HOUR).toISOString());
  expect(asked(20, 0)).toBe(new Date(start).toISOString());
  expect(asked(100, 120, { ...terms, answerHours: 6 })).toBe(new Date(start - 94 * HOUR).toISOString());
  const accepted = (hoursBefore: number) => acceptedUntil(terms, { at: start - hoursBefore * HOUR, startsAt: start });
  expect(accepted(30)).toBe(new Date(start - 18 * HOUR).toISOString());
  expect(accepted(3)).toBe(new Date(start).toISOString());
});

it('a session is moved a day before its start by the client, until the room opens by the provider, and never later by either', () => {
  const until = (by: 'client' | 'provider', under = terms) => moveUntil(under, { startsAt: start, by });
  expect(until('client')).toBe('2026-11-29T18:00:00.000Z');
  expect(until('provider')).toBe('2026-11-30T17:50:00.000Z');
  expect(until('client', { ...terms, moveHours: 0 })).toBe('2026-11-30T17:50:00.000Z');
});

it('every window runs from the scheduled times', () => {
  expect(reservedUntil(terms, start)).toBe('2026-11-30T18:10:00.000Z');
  expect(joinOpensAt(terms, start)).toBe('2026-11-30T17:50:00.000Z');
  expect(absentFrom(terms, start)).toBe('2026-11-30T18:15:00.000Z');
  expect(guaranteeUntil(terms, start)).toBe('2026-12-07T18:00:00.000Z');
  expect(claimDecideBy(terms, start)).toBe('2026-12-03T18:00:00.000Z');
  expect(tipUntil(terms, start)).toBe('2026-12-30T18:00:00.000Z');
});

describe('what is payable', () => {
  it.each([
    ['2026-11-29T23:59:59.999Z', '2026-11-30T00:00:00.000Z'], // the last moment of a Sunday
    ['2026-11-30T00:00:00.000Z', '2026-12-07T00:00:00.000Z'], // Monday itself: a week later
    ['2026-11-30T00:00:00.001Z', '2026-12-07T00:00:00.000Z'],
    ['2026-12-02T13:00:00.000Z', '2026-12-07T00:00:00.000Z'],
    ['2026-12-29T00:00:00.000Z', '2027-01-04T00:00:00.000Z'],
    ['1969-12-31T23:00:00.000Z', '1970-01-05T00:00:00.000Z'],
  ])('at %s is sent at %s', (now, then) => {
    expect(nextTransferAt(terms, now)).toBe(then);
  });

  it('is sent within a week, on the day that the terms have and their words say, at midnight UTC', () => {
    const dayName = new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: 'UTC' });
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), fc.constantFrom<Weekday[]>(1, 2, 3, 4, 5, 6, 7), (now, weekday) => {
        fc.pre(Math.abs(now.getTime()) < 8e15); // A week more must still be a date.
        const under = { ...terms, transfer: { ...terms.transfer, weekday } };
        const then = new Date(nextTransferAt(under, now));
        expect(then.getUTCDay()).toBe(weekday % 7);
        expect(windows(under).transferDay).toBe(dayName.format(then));
        expect(then.toISOString()).toContain('T00:00:00.000Z');
        expect(then.getTime() - now.getTime()).toBeGreaterThan(0);
        expect(then.getTime() - now.getTime()).toBeLessThanOrEqual(7 * 24 * HOUR);
      }),
    );
  });

  it('is owed back for ninety days where the provider bears a loss', () => {
    expect(receivableUntil(terms, '2026-12-01T10:00:00.000Z')).toBe('2027-03-01T10:00:00.000Z');
    expect(payerOf(terms, 'refund', { providersFault: false })).toBe('platform');
    expect(payerOf(terms, 'refund', { providersFault: true })).toBe('provider');
    expect(payerOf(terms, 'chargeback', { providersFault: false })).toBe('platform');
    expect(payerOf(terms, 'chargeback', { providersFault: true })).toBe('provider');
  });
});

describe('the sentences beside a bill', () => {
  const bill = { price: money(6000), startsAt: start, endsAt: start + HOUR };

  it('offer the free cancellation while a day is left', () => {
    const [first] = sentencesFor(terms, { ...bill, now: start - 48 * HOUR });
    expect(first?.text).toBe(
      'Cancel 24 hours or more before the start and you get $60.00 back. Later you get $30.00 back.',
    );
    expect(first?.until).toBe('2026-11-29T18:00:00.000Z');
  });

  it('offer second thoughts instead when less than a day is left', () => {
    const rules = sentencesFor(terms, { ...bill, now: start - 5 * HOUR });
    expect(rules.map((sentence) => sentence.rule)).toEqual([
      'second-thoughts',
      'cancel-late',
      'provider-fails',
      'guarantee',
      'fee',
    ]);
    expect(rules[0]?.until).toBe('2026-11-30T14:00:00.000Z');
  });

  it('offer the day until its last moment, and no free cancellation that cannot be used', () => {
    expect(sentencesFor(terms, { ...bill, now: start - 24 * HOUR })[0]?.rule).toBe('cancel-early');
    const late = sentencesFor(terms, { ...bill, now: start - 24 * HOUR + 1 });
    expect(late.map(({ text, until }) => `${text} | ${until}`)).toEqual([
      'Cancel within 60 minutes of booking, before the session begins, and you get $60.00 back. | 2026-11-29T19:00:00.001Z',
      'The start is less than 24 hours away: after that you get $30.00 back if you cancel before it, and nothing if you do not come. | 2026-11-30T18:00:00.000Z',
      'If your provider cancels or does not come, you get $60.00 back. | null',
      'Not what it should have been? Claim up to $60.00 back within 7 days of the end. We hold your money until then. | 2026-12-07T19:00:00.000Z',
      'The $3.49 Handling Fee is returned only if we make an error. | null',
    ]);
  });

  it('say in short how cancelling goes', () => {
    expect(cancellingInShort(terms)).toBe(
      'Cancel 24 hours or more before the start and you get the whole price back. Later you get half of the price back.',
    );
  });

  it('say what cancelling would do now, to whoever looks', () => {
    const at = (by: 'client' | 'provider', hoursBefore: number, bookedBefore = 100) => {
      const when = { startsAt: start, bookedAt: start - bookedBefore * HOUR, now: start - hoursBefore * HOUR };
      const outcome = outcomeOfCancelling(terms, { by, ...when });
      return outcome && ifCancelled(terms, outcome, { by, ...when, price: money(6026) });
    };
    expect(at('client', 24)).toBe(
      'The start is 24 hours or more away. $60.26 goes back to you. We keep the $3.49 Handling Fee.',
    );
    expect(at('client', 2, 3)).toBe(
      'You booked within the last 60 minutes. $60.26 goes back to you. We keep the $3.49 Handling Fee.',
    );
    expect(at('client', 2)).toBe(
      'The start is less than 24 hours away. $30.13 goes back to you. We keep the $3.49 Handling Fee.',
    );
    expect(at('provider', 2)).toBe(
      'A provider may cancel at any time before the start. $60.26 goes back to the client. We keep the $3.49 Handling Fee.',
    );
    expect(at('client', 0)).toBeNull();
  });

  it('say so under other terms as well', () => {
    const when = { by: 'client', startsAt: start, bookedAt: start - 9 * HOUR, now: start - HOUR } as const;
    const late = { ...terms.rules['client-cancelled-late'], priceBack: 0, feeBack: true };
    const other = { ...terms, freeCancelHours: 1, rules: { ...terms.rules, 'client-cancelled-late': late } };
    expect(ifCancelled(other, 'client-cancelled-early', { ...when, price: money(6000) })).toContain(
      'The start is 1 hour or more away',
    );
    expect(ifCancelled(other, 'client-cancelled-late', { ...when, price: money(6000) })).toBe(
      'The start is less than 1 hour away. None of the price goes back to you. The $3.49 Handling Fee goes back too.',
    );
  });
});
