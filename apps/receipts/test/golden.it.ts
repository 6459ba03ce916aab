/**
 * The look of documents. The pictures in `docs/pictures/documents` are the examples of the guide and what this compares with. When a look
 * was meant to change: `SOUNDING_ACCEPT=1 npm test -- apps/receipts/test/golden`, then look at what git says has changed.
 */
import { DocumentForm, type DocumentKind } from '@sounding/contracts';
import { money } from '@sounding/money';
import sharp from 'sharp';
import { EXAMPLES } from './examples.ts';
import { differences, GOLDEN, golden, keep, pictureOf, SEEN } from './golden.ts';
import { Printer } from './printing.ts';

const ACCEPT = 'SOUNDING_ACCEPT=1 npm test -- apps/receipts/test/golden';
const printer = new Printer();
afterAll(() => printer.stop());

const cases = (Object.keys(EXAMPLES) as DocumentKind[]).flatMap((kind) =>
  DocumentForm.options.map((form): [DocumentKind, DocumentForm] => [kind, form]),
);

it.each(cases)('a %s in its %s form looks as it did', async (kind, form) => {
  const name = `${kind}-${form}.png`;
  const picture = await pictureOf(await printer.print(EXAMPLES[kind], form));
  if (process.env.SOUNDING_ACCEPT === '1') await keep(GOLDEN, name, picture);
  const known = await golden(name);
  const found = known ? await differences(known, picture) : ['there was none'];
  if (found.length === 0) return;
  const path = await keep(SEEN, name, picture);
  throw new Error(`${name} looks otherwise at ${found.slice(0, 5).join('; ')}. See ${path}. If it should: ${ACCEPT}`);
});

describe('the comparison', () => {
  const receipt = async (amounts: number[], change = (html: string) => html) => {
    const document = EXAMPLES.receipt;
    if (document.kind !== 'receipt') throw new Error('not a receipt');
    const lines = document.lines.map((line, at) => ({ ...line, amount: money(amounts[at] ?? line.amount.minor) }));
    return pictureOf(await printer.printChanged({ ...document, lines }, 'full', change));
  };

  it('sees one figure of one amount', async () => {
    const [known, ...others] = await Promise.all([receipt([]), receipt([6_000, 348]), receipt([6_000, 849])]);
    for (const other of others) expect(await differences(known, other)).not.toEqual([]);
  });

  it('does not mind a page that is drawn a part of a pixel aside, and paler', async () => {
    const aside = (html: string) => html.replace('margin:15mm 19mm 19mm', 'margin:15.05mm 18.95mm 18.95mm 19.05mm');
    const [known, moved] = await Promise.all([receipt([]), receipt([], aside)]);
    const paler = await sharp(moved).linear(0.98, 5).png().toBuffer();
    expect(paler.equals(known)).toBe(false);
    expect(await differences(known, paler)).toEqual([]);
  });
});
