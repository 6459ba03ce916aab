import { money, zero } from '@sounding/money';
import { afterBank } from './settlement.ts';

const none = zero();
const parts = (price: number, fee = 0, tax = 0) => ({ price: money(price), fee: money(fee), tax: money(tax) });
const bank = (lost: number, chargedBack = 0, beside = 0) => ({
  lost: money(lost),
  chargedBack: money(chargedBack),
  lostBeside: money(beside),
});

describe('a refund that is decided after the client’s bank kept the charge', () => {
  it.each([
    ['all of it: nothing is sent', bank(6000, 0, 349), parts(6000, 349), 6000, parts(0)],
    [
      'all, and a part was made up for: the rest is not sent either',
      bank(6000, 2000, 349),
      parts(4000),
      4000,
      parts(0),
    ],
    [
      'all, and everything was made up for: the fee is not sent once more',
      bank(6000, 6000, 349),
      parts(0, 349),
      0,
      parts(0),
    ],
    ['a part: the rest is sent, fee included', bank(2000), parts(6000, 349), 2000, parts(4000, 349)],
    ['nothing of this session: all is sent', bank(0), parts(6000), 0, parts(6000)],
    ['the whole price and not the fee: the fee is sent', bank(6000), parts(6000, 349), 6000, parts(0, 349)],
    ['the whole price: its tax went with it', bank(6000), parts(6000, 0, 600), 6000, parts(0)],
  ])('%s', (_what, bill, back, had, left) => {
    expect(afterBank(bill, back)).toEqual({ had: money(had), left });
  });

  it('is never sent twice and never lost: what the client had and what is sent is what was decided of the price', () => {
    for (const lost of [0, 1, 2999, 3000, 6000])
      for (const price of [0, 1, 3000, 6000]) {
        const { had, left } = afterBank(bank(lost), parts(price));
        expect(had.minor + left.price.minor).toBe(price);
        expect(had.minor).toBeLessThanOrEqual(lost);
      }
    expect(afterBank(bank(0), parts(0)).had).toEqual(none);
  });
});
