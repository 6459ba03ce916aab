/**
 * Template 1: the page of what was issued before 2026-11-27. It stays as it is, because a document keeps the look it was issued with.
 */
import type { Line, Receipt } from '@sounding/contracts';
import { format } from '@sounding/money';
import { reasonInPlainEnglish, termsOf } from '@sounding/terms';

const TITLES: Record<Receipt['kind'], string> = {
  receipt: 'Receipt',
  'tip-receipt': 'Receipt for a tip',
  'credit-note': 'Credit note',
};

const LINES: Record<Line['kind'], string> = {
  price: 'Session',
  'handling-fee': 'Handling Fee',
  tax: 'Tax',
  tip: 'Tip',
};

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text from people, made harmless. */
function text(value: string): string {
  return value.replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '');
}

const BRANDS: Record<string, string> = {
  amex: 'American Express',
  diners: 'Diners Club',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  unionpay: 'UnionPay',
};

/** `visa` -> `Visa`; Stripe writes brands in small letters. */
function brandOf(brand: string): string {
  return BRANDS[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1);
}

/** `23 November 2026` */
function dayOf(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(instant));
}

function timeOf(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' }).format(new Date(instant));
}

/** `23 November 2026, 18:00 UTC` */
function when(instant: string): string {
  return `${dayOf(instant)}, ${timeOf(instant)} UTC`;
}

/** `23 November 2026, 18:00 to 19:00 UTC`; the day is said again only when it is another. */
function span(starts: string, ends: string): string {
  const until = dayOf(starts) === dayOf(ends) ? `${timeOf(ends)} UTC` : when(ends);
  return `${dayOf(starts)}, ${timeOf(starts)} to ${until}`;
}

function row(label: string, value: string): string {
  return `<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function facts(receipt: Receipt): string {
  const rows = [
    row('Number', text(receipt.number)),
    row('Issued', when(receipt.issuedAt)),
    row('For', text(receipt.clientName)),
    row('Provider', text(receipt.providerName)),
    row('Booking', receipt.bookingId),
  ];
  if (receipt.sessions)
    rows.push(row('Sessions', receipt.sessions.map((one) => span(one.startsAt, one.endsAt)).join('<br>')));
  else if (receipt.startsAt && receipt.endsAt) rows.push(row('Session', span(receipt.startsAt, receipt.endsAt)));
  if (receipt.mode) rows.push(row('Mode', receipt.mode === 'therapy' ? 'Therapy' : 'Advice'));
  if (receipt.method)
    rows.push(row('Paid with', `${text(brandOf(receipt.method.brand))} ending in ${text(receipt.method.last4)}`));
  return `<dl>${rows.join('')}</dl>`;
}

function lines(receipt: Receipt): string {
  const body = receipt.lines
    .map(
      (line) =>
        `<tr><th scope="row">${LINES[line.kind]}</th><td>${line.quantity}</td><td>${format(line.unit)}</td><td>${format(line.amount)}</td></tr>`,
    )
    .join('');
  const total = receipt.kind === 'credit-note' ? 'Given back' : 'Total paid';
  return `<table><caption>What it is made of</caption>
<thead><tr><th scope="col">Item</th><th scope="col">Quantity</th><th scope="col">Unit</th><th scope="col">Amount</th></tr></thead>
<tbody>${body}</tbody>
<tfoot><tr><th scope="row" colspan="3">${total}</th><td>${format(receipt.total)}</td></tr></tfoot></table>`;
}

function style(faces: string): string {
  // Names of our own: `serif` is a keyword in any case, and would give the browser's typeface instead.
  return `${faces}
@page{size:A4;margin:22mm 20mm}
body{font:400 11pt/1.5 'Sounding Sans',sans-serif;color:#22302f;margin:0}
header{border-bottom:1.5pt solid #1f5c57;padding-bottom:8pt}
.brand{font:600 17pt 'Sounding Serif','Sounding Sans',serif;color:#1f5c57}
h1{font:500 24pt/1.2 'Sounding Serif','Sounding Sans',serif;margin:22pt 0 12pt}
dl{display:grid;grid-template-columns:1fr 1fr;gap:8pt 24pt;margin:0 0 20pt}
dt{font-size:9pt;color:#56625f}dd{margin:0;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding-bottom:6pt}
th{font-weight:400;text-align:left}thead th{font-size:9pt;color:#56625f;border-bottom:.75pt solid #b9c4c1}
thead,tbody,tr{break-inside:avoid}td,thead th:not(:first-child){text-align:right}td,th{padding:6pt 0}
tbody tr{border-bottom:.5pt solid #dfe5e3}tfoot th,tfoot td{font-weight:700;font-size:13pt;border-top:1.5pt solid #22302f;padding-top:8pt}
.note{margin-top:18pt}footer{margin-top:28pt;font-size:8.5pt;color:#56625f;overflow-wrap:anywhere}`;
}

function reasonOf({ reason, termsVersion }: Receipt): string | null {
  if (reason === 'given-back') return 'Our staff gave this back after the money had been released.';
  return reason && reasonInPlainEnglish(termsOf(termsVersion), reason);
}

/**
 * The whole document as HTML without a script or an address to fetch: `faces` are the rules of inlined typefaces, every text is
 * escaped.
 */
export function receiptHtml(receipt: Receipt, faces: string): string {
  const reason = reasonOf(receipt);
  const note = reason ? `<p class="note">${text(reason)}</p>` : '';
  const title = TITLES[receipt.kind];
  const bill = receipt.billHash ? ` Its lines are those of the bill ${receipt.billHash.slice(0, 16)}.` : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} ${text(receipt.number)}</title>
<style>${style(faces)}</style></head><body>
<header><span class="brand">Sounding</span></header>
<main><h1>${title}</h1>${facts(receipt)}${lines(receipt)}${note}
<p class="note">Made under the terms of ${dayOf(receipt.termsVersion)}. A question about this document? Support answers around the clock on the Help page.</p></main>
<footer>Document hash (SHA-256) ${receipt.hash}.${bill}</footer></body></html>`;
}
