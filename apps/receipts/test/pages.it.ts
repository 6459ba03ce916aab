/** Documents as they come out of the real renderer: structure, paper, text, and that nothing in them reaches anything. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DocumentForm, DocumentForm as Forms, type IssuedDocument } from '@sounding/contracts';
import { poppler, textOf } from '@sounding/testing';
import fc from 'fast-check';
import { documents } from './arbitrary.ts';
import { billOf, EXAMPLES, frozen, statementOf, yearOf } from './examples.ts';
import { Printer } from './printing.ts';
import { objectsOf } from './reading.ts';

const printer = new Printer();
let trap: Server;
let origin: string;
let reached = 0;

beforeAll(async () => {
  trap = createServer((_, response) => response.end('x')).on('connection', () => {
    reached += 1;
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await printer.stop();
  await new Promise((resolve) => trap.close(resolve));
});

/** Pages as lines of text, columns kept apart. */
async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const text = (await poppler('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], pdf)).toString();
  return text.split('\f').slice(0, -1);
}

const squeezed = (text: string) => text.replaceAll(/\s+/g, ' ');
const dollars = (minor: number) =>
  `${minor < 0 ? '-' : ''}$${Math.floor(Math.abs(minor) / 100).toLocaleString('en-US')}.${String(Math.abs(minor) % 100).padStart(2, '0')}`;

describe('the structure of a PDF', () => {
  it.each(Object.values(EXAMPLES).map((one): [string, IssuedDocument] => [one.kind, one]))(
    'of a %s has a title, a language, headings, lists, and tables with heads for columns and rows',
    async (_, document) => {
      const pdf = await printer.print(document, 'full');
      const info = (await poppler('pdfinfo', ['-'], pdf)).toString();
      expect(info).toMatch(new RegExp(`Title: +\\S.* ${document.number}`));
      expect(info).toMatch(/Tagged: +yes/);
      const objects = await objectsOf(pdf);
      // Searched rather than matched, so that a failure does not print the whole file.
      expect(/\/Lang \(en/.test(objects)).toBe(true);
      const tree = (await poppler('pdfinfo', ['-struct-text', '-'], pdf)).toString();
      const count = (mark: RegExp) => tree.match(mark)?.length ?? 0;
      expect(count(/^ +H1 /gm)).toBe(1);
      expect(count(/^ +H2 /gm)).toBeGreaterThanOrEqual(3);
      expect(count(/^ +Caption$/gm)).toBe(count(/^ +Table /gm));
      expect(count(/\/Scope \/Column/g)).toBeGreaterThanOrEqual(4);
      expect(count(/\/Scope \/Row/g)).toBeGreaterThanOrEqual(2);
      expect(count(/^ +LI /gm)).toBeGreaterThanOrEqual(3);
      expect(count(/^ +Figure/gm)).toBe(1);
      expect(/\/Alt \(QR code of the address/.test(objects)).toBe(true);
      // What is at the foot of each page is no part of what is read aloud.
      expect(tree).not.toContain('Page 1 of');
      const at = (said: string) => tree.indexOf(said);
      expect(at('"Sounding"')).toBeLessThan(at(document.number));
      expect(at(document.number)).toBeLessThan(at('Terms and help'));
      expect(at('Terms and help')).toBeLessThan(at(document.hash));
    },
  );
});

describe('paper', () => {
  const papers = [
    ['a4', /Page size: +59\d(\.\d+)? x 84\d/],
    ['letter', /Page size: +612 x 792/],
  ] as const;
  const long = {
    title: 'How to begin again after a long illness, at work and at home, step by step',
    category: 'Health',
  };
  const issuer = {
    name: 'Sounding Services International Limited',
    address: ['The Old Harbour Building', '14 Harbour Street', 'Dublin D02 XY45', 'Ireland'],
    registration: 'Registered in Ireland, company no. 123456, VAT IE1234567X',
  };

  it.each(papers)('%s is as wide and high as it is, and a receipt is one page of it', async (paper, size) => {
    for (const kind of ['receipt', 'tip-receipt', 'credit-note'] as const) {
      for (const form of Forms.options) {
        const document = {
          ...EXAMPLES[kind],
          ...(kind === 'receipt' ? { service: long, issuer, replaces: 'R-2026-000171' } : {}),
          paper,
        };
        const info = (
          await poppler('pdfinfo', ['-'], await printer.print(document as IssuedDocument, form))
        ).toString();
        expect(info).toMatch(size);
        expect(`${kind} ${form} ${/Pages: +(\d+)/.exec(info)?.[1]}`).toBe(`${kind} ${form} 1`);
      }
    }
  });

  it('of a long statement says its columns, number and page on each, and cuts no row', async () => {
    const document = statementOf(300);
    if (document.kind !== 'statement') throw new Error('not a statement');
    const pages = await pagesOf(await printer.print(document, 'full'));
    expect(pages.length).toBeGreaterThan(5);
    for (const [at, page] of pages.entries()) {
      if (at < pages.length - 1 || page.includes('Closing'))
        expect(page).toMatch(/When +What +Booking +Price +Commission +Amount +Balance/);
      expect(squeezed(page)).toContain(`Sounding ${document.number} Page ${at + 1} of ${pages.length}`);
    }
    const rows = pages.flatMap((page) => page.split('\n').map(squeezed));
    const missing = document.lines.filter(({ bookingId, price, amount, balance }) => {
      const end = ` ${dollars(amount.minor)} ${dollars(balance.minor)}`;
      return !rows.some(
        (row) =>
          row.endsWith(end) &&
          row.includes(bookingId?.slice(0, 8) ?? '') &&
          (!price || row.includes(dollars(price.minor))),
      );
    });
    expect(missing).toEqual([]);
  });

  it('of a long year has a line for each document, under the same columns on each page', async () => {
    const document = yearOf(200);
    if (document.kind !== 'year-summary') throw new Error('not a year');
    const pages = await pagesOf(await printer.print({ ...document, paper: 'letter' }, 'discreet'));
    expect(pages.length).toBeGreaterThan(3);
    const lines = pages.flatMap((page) => page.split('\n').map(squeezed));
    for (const { number, total } of document.rows)
      expect(lines.filter((line) => line.includes(number) && line.endsWith(` ${dollars(total.minor)}`))).toHaveLength(
        1,
      );
    expect(lines.filter((line) => /Number What Day Booking Price/.test(line)).length).toBeGreaterThanOrEqual(
      pages.length - 1,
    );
  });

  it('of a bill for twelve weeks has all of them, each on a line, twice', async () => {
    const document = billOf(12);
    if (document.kind !== 'bill') throw new Error('not a bill');
    const text = (await pagesOf(await printer.print(document, 'full'))).join('\n');
    expect(text.match(/18:00 to 18:50 GMT\+1 +\w+, \d+ \w+ 20\d\d, 12:00 to 12:50 GMT-5/g)).toHaveLength(12);
    expect(text.match(/\$60\.00 until .* \$30\.00 until .* \$60\.00 until /g)).toHaveLength(12);
  });
});

it('the text of a PDF is what the document says, in both forms', async () => {
  const names = {
    text: (path: string) =>
      /number|about|replaces/.test(path) ? fc.constant('R-2031-000123') : fc.constantFrom('Robin', 'Zoë Ames'),
  };
  const some = documents(names).filter((one) => 'lines' in one && one.lines.length > 0 && one.kind !== 'statement');
  const seed = Number(process.env.SOUNDING_SEED ?? Date.now() % 1_000_000);
  const generated = fc.sample(some, { numRuns: 12, seed }).map((one) => frozen({ ...one, template: 2 }));
  const check = async (document: IssuedDocument, form: DocumentForm) => {
    if (!('total' in document)) throw new Error('has no total');
    const pages = await pagesOf(await printer.print(document, form));
    const lines = pages.flatMap((page) => page.split('\n').map((line) => squeezed(line).trim()));
    const labels = {
      'handling-fee': 'Handling Fee',
      tax: 'Tax',
      tip: 'Tip',
      price: form === 'full' ? '(?:Session|Service)s?' : 'Bookings?',
    };
    for (const { kind, quantity, unit, amount } of document.lines) {
      const figures = `${quantity} ${dollars(unit.minor)} ${dollars(amount.minor)}`;
      expect(
        lines.filter((line) => line.endsWith(figures) && new RegExp(`^${labels[kind]} \\d`).test(line)),
      ).not.toEqual([]);
    }
    const total = lines.filter((line) => /^Total (to pay|paid|given back) /.test(line));
    expect(total).toEqual([expect.stringMatching(new RegExp(`\\${dollars(document.total.minor)}$`))]);
    const all = lines.join(' ');
    for (const said of [document.number, document.hash]) expect(all).toContain(said);
  };
  for (const document of generated) await Promise.all(Forms.options.map((form) => check(document, form)));
});

describe('texts that would do harm', () => {
  const hostile = () => [
    `<script src=${origin}/s></script><img src=${origin}/i>`,
    '<iframe src=file:///etc/passwd></iframe><object data=file:///etc/passwd></object>',
    `</style><style>@import url(${origin}/c);</style><link rel=stylesheet href=${origin}/l>`,
    `"><meta http-equiv="refresh" content="0;url=${origin}/r">`,
    `'}body{background:url(${origin}/b)}@font-face{src:url(${origin}/f)}`,
    '\u202Egnp.exe\u202C\u0000\u200B<b>bold</b>',
    '<p>Endless</p> '.repeat(700_000),
  ];

  it('in every place at once are printed as text, and neither reach anything nor show a file', async () => {
    const texts = hostile();
    const kinds = Object.keys(EXAMPLES);
    const found = documents({ text: () => fc.constantFrom(...texts), complete: true });
    const all = kinds.flatMap((kind) =>
      fc.sample(
        found.filter((one) => one.kind === kind),
        { numRuns: 1 },
      ),
    );
    const printed = all.flatMap((document) =>
      Forms.options.map((form) => printer.print({ ...document, template: 2 }, form)),
    );
    const read = (await Promise.all((await Promise.all(printed)).map((pdf) => textOf(pdf)))).join('\n');
    expect(read).not.toMatch(/root:|:\/bin\//);
    expect(squeezed(read)).toMatch(/<(script|iframe|p|\/style|meta)|&quot;|"><meta|'}body/);
    expect(reached).toBe(0);
  });
});
