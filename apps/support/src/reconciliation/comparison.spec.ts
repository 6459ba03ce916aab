import { money } from '@sounding/money';
import { type Billed, type Booked, compare, type Documented, isMoving } from './comparison.ts';

const billed: Billed = {
  bookingId: '0b8f2e6a-3c1d-4e5f-8a9b-1c2d3e4f5a6b',
  paid: money(6349),
  decided: money(3000),
  refunds: [money(3000)],
  tips: [money(500), money(500)],
  released: true,
  disputed: false,
  movedAt: '2026-11-26T12:00:00.000Z',
};
const booked: Booked = {
  bookingId: billed.bookingId,
  state: 'refunded',
  total: money(6349),
  refunded: money(3000),
  released: true,
};
const doc = (kind: Documented['documents'][number]['kind'], minor: number, rendered = true) => ({
  kind,
  total: money(minor),
  rendered,
});
const documents = [doc('receipt', 6349), doc('credit-note', 3000), doc('tip-receipt', 500), doc('tip-receipt', 500)];
const kinds = (...on: Parameters<typeof compare>) => compare(...on).map(({ kind }) => kind);

describe('the books of one booking', () => {
  it('agree', () => {
    expect(compare(billed, booked, documents)).toEqual([]);
  });

  it.each<[string, Partial<Booked>]>([
    ['another total', { total: money(6350) }],
    ['another refund', { refunded: money(2999) }],
    ['no release', { released: false }],
    ['a state in which nobody has paid', { state: 'lapsed' }],
  ])('differ when booking knows %s', (_words, wrong) => {
    expect(kinds(billed, { ...booked, ...wrong }, documents)).toEqual(['booking-disagrees']);
  });

  it('differ when booking knows nothing of it', () => {
    expect(kinds(billed, null, documents)).toEqual(['missing-booking']);
  });

  it('do not differ in what waits for a bank', () => {
    const waits = { ...billed, disputed: true, decided: money(0), released: false, refunds: [] };
    expect(
      compare(
        waits,
        booked,
        documents.filter(({ kind }) => kind !== 'credit-note'),
      ),
    ).toEqual([]);
  });

  it.each([
    ['receipt', 'missing-receipt'],
    ['tip-receipt', 'missing-receipt'],
    ['credit-note', 'missing-credit-note'],
  ])('differ when a %s is missing', (kind, expected) => {
    const gone = documents.findIndex((one) => one.kind === kind);
    expect(kinds(billed, booked, documents.toSpliced(gone, 1))).toEqual([expected]);
  });

  it('differ when a document has another amount, or is one too many', () => {
    expect(kinds(billed, booked, documents.with(0, doc('receipt', 6000)))).toEqual(['receipt-disagrees']);
    expect(kinds(billed, booked, [...documents, doc('credit-note', 3000)])).toEqual(['receipt-disagrees']);
  });

  it('differ when a document was issued and never rendered', () => {
    expect(compare(billed, booked, documents.with(1, doc('credit-note', 3000, false)))).toMatchObject([
      { kind: 'missing-document', ours: { documents: 4 }, theirs: { rendered: 3 } },
    ]);
  });

  it('each have their own key, the same every night', () => {
    const keys = compare(billed, null, []).map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
    expect(compare({ ...billed, movedAt: '2026-11-27T12:00:00.000Z' }, null, []).map(({ key }) => key)).toEqual(keys);
  });
});

it('what moved in the last ten minutes is still moving', () => {
  expect(isMoving(billed, new Date('2026-11-26T12:09:59.999Z'))).toBe(true);
  expect(isMoving(billed, new Date('2026-11-26T12:10:00.000Z'))).toBe(false);
});
