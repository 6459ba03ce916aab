/**
 * What every document must be, whatever is in it. Documents are generated from the contract's schema, so a field that is added later is
 * tried too. `SOUNDING_PROVE=1` tries ten times as many, `SOUNDING_SEED` repeats a run.
 */
import { DocumentForm, type DocumentKind, type IssuedDocument } from '@sounding/contracts';
import { saidIn } from '@sounding/testing/never-said';
import fc from 'fast-check';
import { documents, textPaths } from '../../test/arbitrary.ts';
import { EXAMPLES } from '../../test/examples.ts';
import { cellsOf, textOf } from '../../test/reading.ts';
import { discreet } from './discreet.ts';
import { documentHtml, fileNameOf } from './document.html.ts';
import { qrOf } from './qr.html.ts';

const numRuns = process.env.SOUNDING_PROVE === '1' ? 2_000 : 120;
const seed = Number(process.env.SOUNDING_SEED ?? Date.now() % 1_000_000);
const run = { numRuns, seed };

const TELLING = [
  'Therapy for couples',
  'Career coach',
  'Session with a patient',
  'DIVORCE',
  'grief & anxiety <health>',
];

/** Texts that are ours, and the client's own name. Whatever else a document has may tell. */
const OURS = [
  'number',
  'rows.number',
  'hash',
  'billHash',
  'termsVersion',
  'about',
  'replaces',
  'method.brand',
  'method.last4',
];
const ISSUERS = ['issuer.name', 'issuer.address', 'issuer.registration'];
const ALIAS = 'Couples Coach';

const plain = fc.stringMatching(/^[A-Z]-\d{4}-\d{6}$/);
const names = fc.constantFrom('Robin', 'Ana Ruiz', 'Zoë', 'Ján <b>', "O'Neil & Co");
const ordinary = { text: (path: string) => (OURS.includes(path) ? plain : names) };
/** Template 2, which the discreet form of an older document is of too. */
function paged(document: IssuedDocument, form: DocumentForm): string {
  const issued = form === 'full' ? { ...document, template: 2 } : document;
  return documentHtml(issued, form, { faces: '', qr: qrOf(document) });
}
const anyForm = fc.constantFrom(...DocumentForm.options);

describe('the discreet form', () => {
  const telling = {
    text: (path: string) => {
      if (path === 'clientName') return fc.constant(ALIAS);
      if (OURS.includes(path)) return plain;
      return ISSUERS.includes(path) ? fc.constant('Sounding Ltd.') : fc.constantFrom(...TELLING);
    },
  };

  it('says no telling word but the client’s own name, whatever the data', () => {
    const property = fc.property(documents(telling), (document) => {
      expect(saidIn(textOf(paged(document, 'discreet')).replaceAll(ALIAS, ''))).toEqual([]);
    });
    fc.assert(property, run);
  });

  it('would be caught if it did: the full form says them', () => {
    const told = Object.values(EXAMPLES).filter((document) => saidIn(textOf(paged(document, 'full'))).length > 0);
    expect(told.map(({ kind }) => kind).sort()).toEqual(['bill', 'credit-note', 'receipt', 'statement']);
  });

  it('is made of data without a provider’s name, a mode and a service', () => {
    const property = fc.property(documents({ ...telling, complete: true }), (document) => {
      const { clientName: _, issuer: __, ...rest } = discreet(document) as Record<string, unknown>;
      const coded = { kind: '', rows: '', lines: '', totals: '', reason: '', sessions: '', refundable: '' };
      expect(saidIn(JSON.stringify(Object.values({ ...rest, ...coded })))).toEqual([]);
    });
    fc.assert(property, run);
  });

  it('says where the full one is', () => {
    for (const kind of ['bill', 'receipt', 'tip-receipt', 'credit-note'] as const)
      expect(textOf(paged(EXAMPLES[kind], 'discreet'))).toContain(
        'The full form, with all names, is on your receipts page.',
      );
    expect(textOf(paged(EXAMPLES.statement, 'discreet'))).toContain('is on your statements page.');
  });
});

const dollars = (minor: number) =>
  `${minor < 0 ? '-' : ''}$${Math.floor(Math.abs(minor) / 100).toLocaleString('en-US')}.${String(Math.abs(minor) % 100).padStart(2, '0')}`;

const LABELS = {
  full: { 'handling-fee': 'Handling Fee', tax: 'Tax', tip: 'Tip', price: /^(Session|Service)s?$/ },
  discreet: { 'handling-fee': 'Handling Fee', tax: 'Tax', tip: 'Tip', price: /^Bookings?$/ },
} as const;

describe('what a page says', () => {
  it('is what the document says: each line, the total, number and hash, in both forms', () => {
    const property = fc.property(documents(ordinary), anyForm, (document, form) => {
      const html = paged(document, form);
      for (const said of [document.number, document.hash]) expect(textOf(html)).toContain(said);
      if (!('total' in document)) return;
      const cells = cellsOf(html, 'lines');
      expect(cells.slice(1, -1).map((row) => row.slice(1))).toEqual(
        document.lines.map(({ quantity, unit, amount }) => [`${quantity}`, dollars(unit.minor), dollars(amount.minor)]),
      );
      for (const [at, { kind }] of document.lines.entries()) {
        const [label] = (cells[at + 1]?.[0] ?? '').split(' Booking reference');
        const wanted = LABELS[form][kind];
        if (typeof wanted === 'string') expect(label).toBe(wanted);
        else expect(label).toMatch(wanted);
      }
      expect(cells.at(-1)?.at(-1)).toBe(dollars(document.total.minor));
    });
    fc.assert(property, run);
  });

  it('is every movement and every document of a statement and a year', () => {
    const property = fc.property(documents(ordinary), anyForm, (document, form) => {
      const html = paged(document, form);
      if (document.kind === 'statement' && document.lines.length > 0) {
        const amounts = cellsOf(html, 'movements').slice(1, -1);
        expect(amounts.map((row) => row.slice(3))).toEqual(
          document.lines.map(({ price, commission, amount, balance }) => [
            price ? dollars(price.minor) : '',
            commission ? dollars(commission.minor) : '',
            ...[dollars(amount.minor), dollars(balance.minor)],
          ]),
        );
        expect(textOf(html)).toContain(`Opening balance ${dollars(document.opening.minor)}`);
        expect(textOf(html)).toContain(`Closing balance ${dollars(document.closing.minor)}`);
      }
      if (document.kind === 'year-summary' && document.rows.length > 0) {
        const rows = [...document.rows, document.totals].map(({ price, fee, tax, tip, total }) =>
          [price, fee, tax, tip, total].map(({ minor }) => dollars(minor)),
        );
        expect(
          cellsOf(html, 'rows')
            .slice(1)
            .map((row) => row.slice(-5)),
        ).toEqual(rows);
      }
    });
    fc.assert(property, run);
  });

  it('has no hole where a field is absent', () => {
    const property = fc.property(documents(ordinary), anyForm, (document, form) => {
      const html = paged(document, form);
      expect(html).not.toMatch(/undefined|\[object|NaN|Invalid|>null</);
      expect(html).not.toMatch(/<(p|li|h1|h2|section|bdi|caption)[^>]*>\s*<\/\1>/);
    });
    fc.assert(property, run);
  });

  it('has one first heading, then second ones, and names each table and its columns', () => {
    const property = fc.property(documents(ordinary), anyForm, (document, form) => {
      const html = paged(document, form);
      const headings = [...html.matchAll(/<h(\d)/g)].map(([, level]) => level);
      expect(headings[0]).toBe('1');
      expect(new Set(headings.slice(1))).toEqual(new Set(['2']));
      expect(html).toContain('<html lang="en">');
      const count = (mark: RegExp) => [...html.matchAll(mark)].length;
      expect(count(/<caption>[^<]/g)).toBe(count(/<table/g));
      expect(count(/<th(?![^>]*scope=)[\s>]/g)).toBe(0);
    });
    fc.assert(property, run);
  });
});

describe('a bill, a receipt and a credit note', () => {
  const said = (kind: DocumentKind, form: DocumentForm = 'full') => textOf(paged(EXAMPLES[kind], form));

  it('tell times in both zones, and once where they are the same', () => {
    expect(said('receipt')).toContain('Your time Monday, 7 December 2026, 18:00 to 18:50 Berlin time (GMT+1)');
    expect(said('receipt')).toContain("provider's time Monday, 7 December 2026, 12:00 to 12:50 New York time (GMT-5)");
    const same = textOf(paged({ ...EXAMPLES.receipt, providerZone: 'Europe/Berlin' } as IssuedDocument, 'full'));
    expect(same).not.toContain("provider's time");
  });

  it('tell all sessions of a package in both zones', () => {
    const rows = cellsOf(paged(EXAMPLES.bill, 'full'), 'dates');
    expect(rows[2]).toEqual(['2', 'Mon, 14 Dec 2026, 18:00 to 18:50 GMT+1', 'Mon, 14 Dec 2026, 12:00 to 12:50 GMT-5']);
    expect(rows).toHaveLength(3);
  });

  it('tell what can go back until when, in the client’s zone', () => {
    expect(said('receipt')).toContain(
      'Cancel by 6 December 2026, 18:00 Berlin time (GMT+1), and $60.00 goes back to you.',
    );
    expect(said('receipt')).toContain(
      'Cancel later, but by 7 December 2026, 18:00 Berlin time (GMT+1), and $30.00 goes back',
    );
    expect(said('receipt', 'discreet')).toContain(
      'Claim by 14 December 2026, 18:50 Berlin time (GMT+1), and up to $60.00',
    );
    expect(cellsOf(paged(EXAMPLES.bill, 'discreet'), 'refunds')[1]).toEqual([
      '1',
      '$60.00 until 6 Dec 2026, 18:00',
      '$30.00 until 7 Dec 2026, 18:00',
      '$60.00 until 14 Dec 2026, 18:50',
    ]);
  });

  it('tell until when to pay, and that nothing was charged yet', () => {
    expect(said('bill')).toContain('by 28 November 2026, 10:25 Berlin time (GMT+1). Nothing has been charged yet.');
  });

  it('tell which receipt, why, and when the money arrives', () => {
    expect(said('credit-note')).toContain('About receipt R-2026-000173');
    expect(said('credit-note')).toContain('You cancelled too late to get the whole price back.');
    expect(said('credit-note')).toContain('Money usually arrives in five to ten days.');
  });

  it('tell what they take the place of', () => {
    const again = textOf(paged({ ...EXAMPLES.receipt, replaces: 'R-2026-000171' } as IssuedDocument, 'full'));
    expect(again).toContain('This document takes the place of R-2026-000171');
  });

  it('write days and hours as the country of the paper does', () => {
    const letter = textOf(paged({ ...EXAMPLES.receipt, paper: 'letter' }, 'full'));
    expect(letter).toContain('Your time Monday, December 7, 2026, 6:00 PM to 6:50 PM Berlin time (GMT+1)');
  });

  it('are still readable when a zone is not known any more', () => {
    const lost = textOf(paged({ ...EXAMPLES.receipt, clientZone: 'Mars/Base' } as IssuedDocument, 'full'));
    expect(lost).toContain('Your time Monday, 7 December 2026, 17:00 to 17:50 UTC');
  });
});

describe('a text from people', () => {
  const BIG = 'Endless '.repeat(1_250_000);
  const HOSTILE = [
    '<script>fetch("http://127.0.0.1:9")</script>',
    '<iframe src=file:///etc/passwd></iframe>',
    '</style><style>@import url(http://127.0.0.1:9)</style>',
    '"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9">',
    "'}body{background:url(http://127.0.0.1:9)}/*",
    '</title></bdi></p></main><!--',
    '\u202Etxt.exe\u202C \u2066a\u2069 \u200F\u061C',
    '\u200Bze\u200Bro\uFEFF \u{E0041}tag \u0000\u0007\u001B[31m\u0085\u2028line',
    `Z${'\u0301'.repeat(500)}algo \uD800 \uFFFF`,
    BIG,
  ];
  /** All of them but the line's end, which is ours, and joiners, which the test of names looks at. */
  const HIDDEN = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]|\p{M}{5}/u;

  /** The document with this text wherever the path leads. */
  function withText(document: unknown, [key, ...rest]: string[], text: string): unknown {
    if (Array.isArray(document))
      return document.map((one) => withText(one, key === undefined ? [] : [key, ...rest], text));
    if (key === undefined) return text;
    if (typeof document !== 'object' || document === null || !(key in document)) return document;
    return { ...document, [key]: withText((document as Record<string, unknown>)[key], rest, text) };
  }

  function leads(document: unknown, [key, ...rest]: string[]): boolean {
    if (Array.isArray(document)) return document.some((one) => leads(one, key === undefined ? [] : [key, ...rest]));
    if (key === undefined) return true;
    return typeof document === 'object' && document !== null && key in document
      ? leads((document as Record<string, unknown>)[key], rest)
      : false;
  }

  const kinds: DocumentKind[] = ['bill', 'receipt', 'tip-receipt', 'credit-note', 'statement', 'year-summary'];
  const all = kinds.flatMap((kind) => {
    const complete = documents({ text: () => fc.constant('Plain'), complete: true });
    const ofKind = complete.filter((one) => one.kind === kind);
    const document = { ...(fc.sample(ofKind, { numRuns: 1, seed })[0] as IssuedDocument), template: 2 };
    return DocumentForm.options.map((form) => ({
      ...{ document, form },
      calm: documentHtml(document, form, { faces: '', qr: '' }),
    }));
  });
  const cases = textPaths().flatMap((path) => HOSTILE.map((text, at): [string, number, string] => [path, at, text]));
  const frame = (html: string) => html.match(/<[^>]*>/g);
  const css = (html: string) =>
    /<style>([\s\S]*?)<\/style>/.exec(html)?.[1]?.replace(/"Sounding {2}[A-Za-z0-9-]*"/, '""');

  it('is found in every place that the contract has for one', () => {
    expect(textPaths()).toEqual(
      expect.arrayContaining(['clientName', 'service.title', 'issuer.address', 'rows.number', 'method.last4']),
    );
    expect(textPaths().length).toBeGreaterThanOrEqual(16);
  });

  it.each(cases)('in %s (%i) changes neither the markup nor the style of any document, and is cut', (path, _, text) => {
    for (const { document, form, calm } of all) {
      if (!leads(document, path.split('.'))) continue;
      const hostile = withText(document, path.split('.'), text) as IssuedDocument;
      const html = documentHtml(hostile, form, { faces: '', qr: '' });
      expect(frame(html)).toEqual(frame(calm));
      expect(css(html)).toEqual(css(calm));
      expect(HIDDEN.test(html)).toBe(false);
      expect(html.length - calm.length).toBeLessThan(6_000);
    }
  });

  it('is shown as it is written, from right to left or not, and set apart from the line', () => {
    const shown = (clientName: string) => paged({ ...EXAMPLES.receipt, clientName } as IssuedDocument, 'full');
    for (const name of ['ליאור', 'عمر الفاروق', 'می\u200cخواهم', 'क्\u200dष', '王小明'])
      expect(shown(name)).toContain(`<bdi>${name}</bdi>`);
    expect(shown('<b>Robin</b>')).toContain('<bdi>&lt;b&gt;Robin&lt;/b&gt;</bdi>');
    expect(shown('x'.repeat(90))).toContain(`<bdi>${'x'.repeat(79)}…</bdi>`);
  });
});

it('a page fetches nothing and carries no script', () => {
  for (const document of Object.values(EXAMPLES))
    expect(paged(document, 'full')).not.toMatch(
      /<script|<link|<img|<iframe|\ssrc=|href=|url\(|@import|\son\w+=|\sstyle=/i,
    );
});

it('the square holds the address, and its text alternative says what it is', () => {
  const square = qrOf(EXAMPLES.receipt);
  expect(square).toMatch(/^<svg role="img" aria-label="[^"]+"/);
  expect(square).not.toBe(qrOf({ ...EXAMPLES.receipt, verifyAt: 'https://sounding.example/documents/another' }));
  const { verifyAt: _, ...without } = EXAMPLES.receipt;
  expect(qrOf(without as IssuedDocument)).toBe('');
});

it('file names tell nothing, and those of the two forms differ', () => {
  expect(fileNameOf(EXAMPLES.receipt, 'full')).toBe('sounding-R-2026-000173.pdf');
  expect(fileNameOf(EXAMPLES.receipt, 'discreet')).toBe('sounding-R-2026-000173-short.pdf');
  expect(fileNameOf({ number: '../../etc/x\n' }, 'full')).toBe('sounding-etcx.pdf');
});
