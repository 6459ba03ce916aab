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
  const receipt = async (lines: number[]) => {
    const document = EXAMPLES.receipt;
    if (document.kind !== 'receipt') throw new Error('not a receipt');
    const other = document.lines.map((line, at) => ({ ...line, amount: money(lines[at] ?? line.amount.minor) }));
    return pictureOf(await printer.print({ ...document, lines: other }, 'full'));
  };

  it('sees one figure of one amount', async () => {
    const [known, changed] = await Promise.all([receipt([]), receipt([6_000, 849])]);
    expect(await differences(known, known)).toEqual([]);
    expect(await differences(known, changed)).not.toEqual([]);
    const nearly = await receipt([6_000, 348]);
    expect(await differences(known, nearly)).not.toEqual([]);
  });

  it('does not mind edges that are drawn a third of a pixel aside, or paler', async () => {
    const known = await receipt([]);
    const { width, height } = await sharp(known).metadata();
    const big = await sharp(known)
      .resize(width * 3, height * 3)
      .toBuffer();
    const moved = await sharp(big)
      .extend({ left: 1, background: '#ffffff' })
      .extract({ left: 0, top: 0, width: width * 3, height: height * 3 })
      .toBuffer();
    const drawn = await sharp(moved).resize(width, height).linear(0.97, 8).png().toBuffer();
    expect(await differences(known, drawn)).toEqual([]);
  });
});
