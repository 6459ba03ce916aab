import { money } from '@sounding/money';
import { cell, endText, headText, linesText } from './statement.ts';

describe('a statement as a file', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-2', "'-2"],
    ['@sum', "'@sum"],
    ['\tx', "'\tx"],
    ['a,b', '"a,b"'],
    ['=a"b', '"\'=a""b"'],
    ['two\nlines', '"two\nlines"'],
    ['plain', 'plain'],
  ])('never lets a spreadsheet run %j, and never breaks a row', (text, expected) => {
    expect(cell(text)).toBe(expected);
  });

  it('writes amounts as numbers, minus included, and nothing where there is none', () => {
    const from = '2026-11-01T00:00:00.000Z';
    const statement = { opening: money(0), closing: money(5700), lines: [], totals: [], next: null };
    expect(headText(statement, from)).toBe(
      'When (UTC),What,Booking,Paid by the client,Commission,Amount,Balance,Currency\r\n' +
        `${from},opening balance,,,,,0.00,USD\r\n`,
    );
    const line = { at: from, bookingId: 'b', price: null, commission: null, balance: money(0) };
    expect(linesText([{ ...line, what: 'transfer', amount: money(-5705) }])).toBe(
      `${from},transfer,b,,,-57.05,0.00,USD\r\n`,
    );
    expect(endText(statement, from)).toBe(`${from},closing balance,,,,,57.00,USD\r\n`);
  });
});
