/** A statement as a file for spreadsheets (RFC 4180). Pure. */
import type { MyStatement, Output } from '@sounding/contracts';
import { decimal, type Money } from '@sounding/money';

type Statement = Output<typeof MyStatement>;
type Line = Statement['lines'][number];

const COLUMNS = ['When (UTC)', 'What', 'Booking', 'Paid by the client', 'Commission', 'Amount', 'Balance', 'Currency'];

/** A cell that begins like a formula would be run by a spreadsheet; an apostrophe makes it text (owasp.org, CSV injection). */
export function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Digits and a point, whatever the locale; a minus in front of digits is a number and no formula. */
function amount(value: Money | null): string {
  return value ? decimal(value) : '';
}

function row(texts: readonly string[], amounts: readonly (Money | null)[], currency: string): string {
  return `${[...texts.map(cell), ...amounts.map(amount), currency].join(',')}\r\n`;
}

export function headText({ opening }: Statement, from: string): string {
  const head = `${COLUMNS.map(cell).join(',')}\r\n`;
  return head + row([from, 'opening balance', ''], [null, null, null, opening], opening.currency);
}

export function linesText(lines: readonly Line[]): string {
  return lines.map(lineText).join('');
}

function lineText({ at, what, bookingId, price, commission, amount: moved, balance }: Line): string {
  return row([at, what, bookingId ?? ''], [price, commission, moved, balance], balance.currency);
}

export function endText({ closing }: Statement, to: string): string {
  return row([to, 'closing balance', ''], [null, null, null, closing], closing.currency);
}
