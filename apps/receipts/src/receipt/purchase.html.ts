/** What a bill, a receipt, a tip's receipt and a credit note say between their head and their proof. */
import {
  type BillDocument,
  brandWords,
  type DocumentForm,
  type Line,
  type Receipt,
  type Refundable,
} from '@sounding/contracts';
import { currencyName, format } from '@sounding/money';
import { fact, facts, html, type Markup, table, written } from './markup.html.ts';
import { dayIn, momentIn, offsetIn, type Paper, placeOf, type Reader, spanIn, whenIn, zoneIn } from './times.ts';
import { hired, LINES, MODES, REASONS } from './words.ts';

export type Purchase = Receipt | BillDocument;

/** Both sides, as they read times. */
interface Readers {
  readonly client: Reader;
  /** Null when both read the same zone, or theirs was not kept. */
  readonly provider: Reader | null;
}

function readersOf({ clientZone, providerZone }: Purchase, paper: Paper): Readers {
  const client = { zone: clientZone ?? 'UTC', paper };
  const other = providerZone !== undefined && providerZone !== client.zone;
  return { client, provider: other ? { zone: providerZone, paper } : null };
}

function isTimed(document: Purchase): document is Purchase & { startsAt: string; endsAt: string } {
  return document.startsAt !== null && document.endsAt !== null;
}

function card({ method }: Purchase): Markup | null {
  return method && html`${written(brandWords(method.brand), 30)} ending in ${written(method.last4, 8)}`;
}

/** The first thing to know, in large letters. */
export function leadOf(document: Purchase, paper: Paper): Markup {
  const { client } = readersOf(document, paper);
  const day = dayIn(document.issuedAt, client);
  const with_ = card(document);
  switch (document.kind) {
    case 'bill':
      return html`Please pay <b>${format(document.total)}</b> by <b>${whenIn(document.payBy, client)}</b>. Nothing has been charged yet.`;
    case 'credit-note':
      return html`<b>${format(document.total)}</b> goes back to ${with_ ?? 'the card you paid with'}. Money usually arrives in five to ten days.`;
    case 'tip-receipt':
      return html`You gave <b>${format(document.total)}</b> on ${day}${with_ && html`, with ${with_}`}. All of it goes to your provider.`;
    case 'receipt':
      return html`You paid <b>${format(document.total)}</b> on ${day}${with_ && html`, with ${with_}`}.`;
  }
}

/** When it takes place, as the client reads it and, where that is another zone, as the provider does. */
function times(document: Purchase, { client, provider }: Readers): (Markup | null)[] {
  if (!isTimed(document) || document.sessions) return [];
  const { startsAt, endsAt } = document;
  const read = (reader: Reader) =>
    html`${spanIn(startsAt, endsAt, reader)}<span class="detail">${zoneIn(startsAt, reader)}</span>`;
  return [fact('Your time', read(client), !provider), provider && fact("Your provider's time", read(provider))];
}

function service({ service: sold }: Purchase): Markup | null {
  return sold
    ? fact(
        'What was booked',
        html`${written(sold.title, 120)}<span class="detail">${written(sold.category, 60)}</span>`,
      )
    : null;
}

const CARD = {
  bill: 'To be paid with',
  'credit-note': 'Given back to',
  receipt: 'Paid with',
  'tip-receipt': 'Paid with',
};

function parties(document: Purchase, readers: Readers): Markup {
  const { mode, about, reason } = document;
  return facts([
    fact(document.kind === 'bill' ? 'Bill for' : 'Issued to', written(document.clientName, 80)),
    fact('Provider', written(document.providerName, 80)),
    fact('Issued', whenIn(document.issuedAt, readers.client), document.method === null),
    fact(CARD[document.kind], card(document)),
    service(document),
    mode && fact('Mode', MODES[mode]),
    ...times(document, readers),
    about ? fact('About receipt', written(about, 40)) : null,
    reason && fact('Reason', REASONS[reason], true),
  ]);
}

/** One row for each session of a package, with its number, which the table of what can go back uses again. */
function sessions(document: Purchase, { client, provider }: Readers, form: DocumentForm): Markup | null {
  if (!document.sessions) return null;
  const name = form === 'full' ? 'Session' : 'Date';
  const cell = (from: string, to: string, reader: Reader) =>
    `${spanIn(from, to, reader, 'short')} ${offsetIn(from, reader)}`;
  return html`<section><h2>${form === 'full' ? 'The sessions' : 'The dates'}</h2>${table({
    name: 'dates',
    caption: provider ? 'As each side reads the times' : `All times in ${placeOf(client.zone)}`,
    columns: [
      { name },
      { name: provider ? `Your time (${placeOf(client.zone)})` : 'Time' },
      ...(provider ? [{ name: `Provider's time (${placeOf(provider.zone)})` }] : []),
    ],
    rows: document.sessions.map(({ startsAt, endsAt }, at) => [
      `${at + 1}`,
      cell(startsAt, endsAt, client),
      ...(provider ? [cell(startsAt, endsAt, provider)] : []),
    ]),
  })}</section>`;
}

function labelOf(line: Line, document: Purchase, form: DocumentForm): string {
  if (line.kind !== 'price') return LINES[line.kind];
  const { one, many } = hired(form, document.startsAt !== null || document.kind === 'credit-note');
  return line.quantity > 1 ? many : one;
}

const TOTALS = {
  bill: 'Total to pay',
  receipt: 'Total paid',
  'tip-receipt': 'Total paid',
  'credit-note': 'Total given back',
} as const;

function amounts(document: Purchase, form: DocumentForm): Markup {
  const reference = html`<span class="detail">Booking reference ${document.bookingId}</span>`;
  return html`<section><h2>Amounts</h2>${table({
    name: 'lines',
    caption: `All amounts in ${currencyName(document.total.currency)}`,
    columns: [
      { name: 'Item' },
      { name: 'Quantity', amounts: true },
      { name: 'Unit', amounts: true },
      { name: 'Amount', amounts: true },
    ],
    rows: document.lines.map((line, at) => [
      at === 0 ? html`${labelOf(line, document, form)}${reference}` : labelOf(line, document, form),
      `${line.quantity}`,
      format(line.unit),
      format(line.amount),
    ]),
    sum: [TOTALS[document.kind], format(document.total)],
  })}</section>`;
}

function sentenceOf({ rule, amount, until }: Refundable, early: boolean, reader: Reader): Markup {
  const [back, by] = [html`<b>${format(amount)}</b>`, whenIn(until, reader)];
  switch (rule) {
    case 'cancel-early':
      return html`<li>Cancel by ${by}, and ${back} goes back to you.</li>`;
    case 'cancel-late':
      return html`<li>Cancel ${early ? 'later, but ' : ''}by ${by}, and ${back} goes back to you.</li>`;
    case 'guarantee':
      return html`<li>Was it not what it should have been? Claim by ${by}, and up to ${back} goes back to you.</li>`;
  }
}

const RULES = { 'cancel-early': 'Cancel in time', 'cancel-late': 'Cancel later', guarantee: 'Claim' } as const;

/** Of a package: a row for each session, a column for each rule. */
function refundsBySession(document: Purchase, reader: Reader, form: DocumentForm, fee: string): Markup {
  const all = document.refundable ?? [];
  const numbers = new Map(document.sessions?.map(({ bookingId }, at) => [bookingId, `${at + 1}`]));
  const rules = (['cancel-early', 'cancel-late', 'guarantee'] as const).filter((rule) =>
    all.some((one) => one.rule === rule),
  );
  const rows = [...Map.groupBy(all, ({ bookingId }) => bookingId)].map(([bookingId, some]) => [
    numbers.get(bookingId) ?? bookingId.slice(0, 8),
    ...rules.map((rule) => {
      const found = some.filter((one) => one.rule === rule);
      return html`${found.map(({ amount, until }) => html`<span class="also"><b>${format(amount)}</b> until ${momentIn(until, reader, 'short')}</span>`)}`;
    }),
  ]);
  return html`${table({
    name: 'refunds',
    caption: `All times in ${placeOf(reader.zone)}`,
    columns: [{ name: form === 'full' ? 'Session' : 'Date' }, ...rules.map((rule) => ({ name: RULES[rule] }))],
    rows,
  })}<p class="after">Cancel by the time shown, and so much goes back to you. Was it not what it should have been? Claim by the time in the last column, and up to so much goes back. ${fee}</p>`;
}

function refunds(document: Purchase, reader: Reader, form: DocumentForm): Markup | null {
  const all = document.refundable ?? [];
  if (all.length === 0) return null;
  const early = all.some(({ rule }) => rule === 'cancel-early');
  const hasFee = document.lines.some(({ kind }) => kind === 'handling-fee');
  const fee = hasFee ? 'The Handling Fee goes back only if we make an error.' : '';
  const list = document.sessions
    ? refundsBySession(document, reader, form, fee)
    : html`<ul>${all.map((one) => sentenceOf(one, early, reader))}${fee ? html`<li>${fee}</li>` : null}</ul>`;
  return html`<section><h2>What can go back to you, and until when</h2>${list}</section>`;
}

export function purchase(document: Purchase, form: DocumentForm, paper: Paper): Markup {
  const readers = readersOf(document, paper);
  return html`${parties(document, readers)}${sessions(document, readers, form)}${amounts(document, form)}${refunds(document, readers.client, form)}`;
}
