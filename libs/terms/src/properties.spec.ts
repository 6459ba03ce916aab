/**
 * What holds for every version, outcome, price and row of refunds. `npm run prove` runs all cases, `npm test` a tenth of them;
 * SOUNDING_SEED repeats a run.
 */
import { add, commissionOf, type Money, money, subtract, sum } from '@sounding/money';
import fc from 'fast-check';
import { partsOfGivenBack, settle } from './settle.ts';
import { allIn, OUTCOMES, type Outcome, type Terms, VERSIONS } from './terms.ts';

const numRuns = process.env.SOUNDING_PROVE === '1' ? 5_000 : 500;
const seed = Number(process.env.SOUNDING_SEED ?? Date.now() % 1_000_000);
const cases = { numRuns, seed };
process.stdout.write(`properties of the terms: seed ${seed}, ${numRuns} cases each\n`);

/** Versions as they are, and as a later table might have them: any commission, any part of the price. */
const versions = fc
  .record({
    terms: fc.constantFrom(...VERSIONS),
    commissionBasisPoints: fc.option(fc.integer({ min: 0, max: 10_000 })),
    lateBack: fc.option(fc.integer({ min: 0, max: 10_000 })),
  })
  .map(({ terms, commissionBasisPoints, lateBack }): Terms => {
    const late = terms.rules['client-cancelled-late'];
    return {
      ...terms,
      commissionBasisPoints: commissionBasisPoints ?? terms.commissionBasisPoints,
      rules: { ...terms.rules, 'client-cancelled-late': { ...late, priceBack: lateBack ?? late.priceBack } },
    };
  });
const prices = fc.integer({ min: 1, max: 500_000 });
const outcomes = fc.constantFrom<Outcome>(...OUTCOMES);

/** A price and a row of refunds that together are at most the price; in every second case exactly the price. */
const refunds = fc
  .record({ parts: fc.array(prices, { minLength: 1, maxLength: 8 }), rest: fc.oneof(fc.constant(0), prices) })
  .map(({ parts, rest }) => ({ row: parts, price: money(parts.reduce((all, part) => all + part, rest)), rest }));

describe('for every version, outcome and price', () => {
  it('what is given away is what was paid, and no part is below nothing', () => {
    fc.assert(
      fc.property(versions, outcomes, prices, fc.nat(), fc.nat(), (terms, outcome, p, a, d) => {
        const price = money(p);
        const already = money(a % (p + 1));
        const got = settle(terms, outcome, { price, already, decided: money(d % (p - already.minor + 1)) });
        const given = [already, got.toClient, got.feeToClient, got.feeKept, got.toProvider, got.commission];
        expect(sum(given)).toEqual(allIn(price, terms));
        for (const part of Object.values(got)) expect(part.minor).toBeGreaterThanOrEqual(0);
      }),
      cases,
    );
  });

  it('a rule gives back its part of the price whatever went back before, and nothing when more did', () => {
    fc.assert(
      fc.property(versions, outcomes, prices, fc.nat(), (terms, outcome, p, a) => {
        const rule = terms.rules[outcome].priceBack;
        fc.pre(rule !== 'decided');
        const price = money(p);
        const already = money(a % (p + 1));
        const total = settle(terms, outcome, { price }).toClient.minor;
        const got = settle(terms, outcome, { price, already });
        expect(got.toClient.minor).toBe(Math.max(0, total - already.minor));
        expect(2 * total * 10_000 - 2 * p * rule).toBeGreaterThan(-10_000); // half a cent rounds up, for the client
        expect(2 * total * 10_000 - 2 * p * rule).toBeLessThanOrEqual(10_000);
      }),
      cases,
    );
  });
});

describe('over any row of partial refunds', () => {
  it('what each has left depends only on how much went back, never on how it was divided', () => {
    fc.assert(
      fc.property(versions, refunds, (terms, { row, price }) => {
        let already = money(0);
        let before = { toProvider: price, commission: commissionOf(price, terms.commissionBasisPoints) };
        for (const part of row) {
          const got = settle(terms, 'claim-decided', { price, already, decided: money(part) });
          already = add(already, got.toClient);
          expect(got.toProvider.minor).toBeLessThanOrEqual(before.toProvider.minor);
          expect(got.commission.minor).toBeLessThanOrEqual(before.commission.minor);
          before = got;
        }
        const atOnce = settle(terms, 'claim-decided', { price, decided: already });
        expect([before.toProvider, before.commission]).toEqual([atOnce.toProvider, atOnce.commission]);
      }),
      cases,
    );
  });

  it('what goes back after the release ends exact, for the provider as for the commission', () => {
    fc.assert(
      fc.property(versions, refunds, (terms, { row, price, rest }) => {
        const had = settle(terms, 'delivered', { price });
        let already = money(0);
        const fromProvider: Money[] = [];
        const fromCommission: Money[] = [];
        for (const part of row) {
          const back = money(part);
          const took = partsOfGivenBack(terms, { price, already, back });
          expect(add(took.fromProvider, took.fromCommission)).toEqual(back);
          expect(took.fromProvider.minor).toBeGreaterThanOrEqual(0);
          expect(took.fromCommission.minor).toBeGreaterThanOrEqual(0);
          fromProvider.push(took.fromProvider);
          fromCommission.push(took.fromCommission);
          already = add(already, back);
        }
        const left = settle(terms, 'claim-decided', { price, decided: already });
        expect(sum(fromProvider)).toEqual(subtract(had.toProvider, left.toProvider));
        expect(sum(fromCommission)).toEqual(subtract(had.commission, left.commission));
        if (rest === 0) expect([left.toProvider.minor, left.commission.minor]).toEqual([0, 0]);
      }),
      cases,
    );
  });
});
