/** The page of a document that becomes its PDF. A pure function of the frozen data: what is printed is what was hashed. */
import type { DocumentForm, IssuedDocument } from '@sounding/contracts';
import { discreet } from './discreet.ts';
import { harmless } from './harmless.ts';
import { fact, facts, html, type Markup, trusted, written } from './markup.html.ts';
import { leadOf, purchase } from './purchase.html.ts';
import { statement, statementLead } from './statement.html.ts';
import { style } from './style.html.ts';
import { receiptHtml } from './template1.html.ts';
import { dayIn, type Paper } from './times.ts';
import { TITLES } from './words.ts';
import { yearLead, yearSummary } from './year.html.ts';

/** What a page needs that is not data. */
export interface Parts {
  /** The rules of inlined typefaces. */
  readonly faces: string;
  /** `qrOf` of the document. */
  readonly qr: string;
}

const MARK = trusted(
  '<svg viewBox="0 0 40 40" aria-hidden="true"><rect width="40" height="40" rx="10" fill="#125a5a"/><path d="M0 18c6.7-4 13.3-4 20 0s13.3 4 20 0v12a10 10 0 0 1-10 10H10A10 10 0 0 1 0 30z" fill="#08353a"/><path d="M0 18c6.7-4 13.3-4 20 0s13.3 4 20 0" fill="none" stroke="#aed1cd" stroke-width="2.2"/><path d="M20 6v20" stroke="#e7cb93" stroke-width="2.2" stroke-linecap="round"/><path d="M17.6 25.5h4.8l1.8 7.2h-8.4z" fill="#e7cb93"/></svg>',
);

function head({ issuer }: IssuedDocument): Markup {
  const address = issuer?.address.slice(0, 6).map((line, at) => html`${at > 0 ? ', ' : null}${written(line, 60)}`);
  const registration = issuer?.registration ? html`<br>${written(issuer.registration, 80)}` : null;
  const who = issuer
    ? html`<p class="issuer"><b>${written(issuer.name, 80)}</b><br>${address ?? null}${registration}</p>`
    : null;
  return html`<header><p class="brand">${MARK}Sounding</p>${who}</header>`;
}

function lead(document: IssuedDocument, paper: Paper): Markup {
  if (document.kind === 'statement') return statementLead(document, paper);
  return document.kind === 'year-summary' ? yearLead(document) : leadOf(document, paper);
}

function middle(document: IssuedDocument, form: DocumentForm, paper: Paper): Markup {
  if (document.kind === 'statement') return statement(document, form, paper);
  return document.kind === 'year-summary' ? yearSummary(document, paper) : purchase(document, form, paper);
}

/** `1 November 2026`; a version that is no day is said as it is. */
function termsDay(version: string, paper: Paper): Markup {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(version) && !Number.isNaN(Date.parse(version));
  return isDay ? html`${dayIn(version, { zone: 'UTC', paper })}` : written(version, 20);
}

function help(document: IssuedDocument, form: DocumentForm, paper: Paper): Markup {
  const replaced =
    'replaces' in document && document.replaces
      ? html`<p>This document takes the place of ${written(document.replaces, 40)}, which no longer counts.</p>`
      : null;
  const terms =
    'termsVersion' in document
      ? html`<p>Made under our terms of ${termsDay(document.termsVersion, paper)}; the Terms page has them in plain English.</p>`
      : null;
  const where = document.kind === 'statement' ? 'statements' : 'receipts';
  const names = form === 'discreet' && document.kind !== 'year-summary';
  const full = names ? html`The full form, with all names, is on your ${where} page. ` : null;
  return html`<section><h2>Terms and help</h2>${replaced}${terms}<p>${full}Questions? Support answers around the clock, on the Help page.</p></section>`;
}

function proof(document: IssuedDocument, qr: string): Markup {
  const all = [
    document.verifyAt ? fact('Check it at', written(document.verifyAt, 300)) : null,
    fact('Hash (SHA-256)', written(document.hash, 80)),
    'billHash' in document && document.billHash ? fact('Hash of the bill', written(document.billHash, 80)) : null,
  ];
  return html`<section class="proof">${trusted(qr)}<div><h2>Is this document genuine?</h2>${facts(all)}</div></section>`;
}

/** Template 2. The discreet form is made from data that has nothing to tell any more. */
function issuedHtml(issued: IssuedDocument, form: DocumentForm, { faces, qr }: Parts): string {
  const document = form === 'discreet' ? discreet(issued) : issued;
  const paper = document.paper ?? 'a4';
  const title = TITLES[document.kind];
  const css = style({ paper, number: document.number, faces });
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} ${harmless(document.number, 40)}</title>
<style>${trusted(css)}</style></head><body>${head(document)}
<main><div class="top"><h1>${title}</h1><p class="number">${written(document.number, 40)}</p></div>
<p class="lead">${lead(document, paper)}</p>
${middle(document, form, paper)}${help(document, form, paper)}${proof(document, qr)}</main></body></html>`.source;
}

/**
 * The whole document as HTML without a script or an address to fetch. A document keeps the look that it was issued with; template 1
 * had no discreet form, so that is of template 2 for all.
 */
export function documentHtml(document: IssuedDocument, form: DocumentForm, parts: Parts): string {
  const first = (document.template ?? 1) === 1 && form === 'full';
  switch (document.kind) {
    case 'receipt':
    case 'tip-receipt':
    case 'credit-note':
      return first ? receiptHtml(document, parts.faces) : issuedHtml(document, form, parts);
    default:
      return issuedHtml(document, form, parts);
  }
}

/**
 * The file name, which tells a folder's reader nothing but that it is a document. The discreet form is the short one, so that the two
 * of a number can lie in one folder, and nobody sends the wrong one.
 */
export function fileNameOf(document: Pick<IssuedDocument, 'number'>, form: DocumentForm): string {
  const number = document.number.slice(0, 40).replaceAll(/[^A-Za-z0-9-]/g, '');
  return `sounding-${number}${form === 'discreet' ? '-short' : ''}.pdf`;
}
