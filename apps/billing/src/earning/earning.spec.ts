import { money } from '@sounding/money';
import { borneBy, owedOf, payableOf, setOffs } from './earning.ts';

const debt = (amount: number, recovered = 0, writtenOff = 0) => ({
  amount: money(amount),
  recovered: money(recovered),
  writtenOff: money(writtenOff),
});

it('of an earning that is payable which is neither taken nor transferred', () => {
  expect(payableOf({ amount: money(5700), taken: money(700), transferred: money(2000) })).toEqual(money(3000));
});

it('of a debt that is owed which is neither recovered nor written off', () => {
  expect(owedOf(debt(5700, 700, 2000))).toEqual(money(3000));
});

describe('what a provider owes is kept back from an earning', () => {
  const of = (debts: ReturnType<typeof debt>[], amount: number) =>
    setOffs(debts, money(amount)).map((one) => [debts.indexOf(one.debt), one.amount.minor]);

  it('the oldest debt first, until the earning or the debts are used up', () => {
    const debts = [debt(1000), debt(2000, 500), debt(4000)];
    expect(of(debts, 900)).toEqual([[0, 900]]);
    expect(of(debts, 2600)).toEqual([
      [0, 1000],
      [1, 1500],
      [2, 100],
    ]);
    expect(of(debts, 9000)).toEqual([
      [0, 1000],
      [1, 1500],
      [2, 4000],
    ]);
  });

  it('and nothing of it for a debt that is over, or when nothing is left', () => {
    expect(of([debt(1000, 400, 600), debt(2000)], 500)).toEqual([[1, 500]]);
    expect(of([debt(500), debt(2000)], 500)).toEqual([[0, 500]]);
    expect(of([], 500)).toEqual([]);
    expect(of([debt(500)], 0)).toEqual([]);
  });
});

describe('what goes back after the release, less our commission on it,', () => {
  const on = (payable: number) => ({ back: money(2000), commission: money(100), payable: money(payable) });

  it('is borne by us, whatever is payable', () => {
    expect(borneBy('platform', on(5000))).toEqual({
      ...{ fromPayable: money(0), owed: money(0), ours: money(1900), commission: money(100) },
    });
  });

  it.each([
    [5000, 1900, 0],
    [1900, 1900, 0],
    [1899, 1899, 1],
    [0, 0, 1900],
  ])('or by the provider: of %i payable %i, and %i is owed', (payable, fromPayable, owed) => {
    expect(borneBy('provider', on(payable))).toEqual({
      ...{ fromPayable: money(fromPayable), owed: money(owed), ours: money(0), commission: money(100) },
    });
  });
});
