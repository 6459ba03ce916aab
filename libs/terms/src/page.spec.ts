import { add, format, type Money, money } from '@sounding/money';
import { changesBetween } from './changes.ts';
import { guaranteeUntil, nextTransferAt } from './deadlines.ts';
import { termsInPlainEnglish } from './english.ts';
import { EXAMPLES, type Example } from './examples.ts';
import { termsPage } from './page.ts';
import { outcomeOfCancelling, partsOfGivenBack, payerOf, settle } from './settle.ts';
import { allIn, inOrder, OUTCOMES, type Terms, termsOf, VERSIONS, type Versions } from './terms.ts';

const terms = termsOf('2026-11-01');
const start = Date.parse('2026-11-30T18:00:00.000Z');
const HOUR = 3_600_000;

const MONTH_AND_DAY = new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric', timeZone: 'UTC' });
const dayOfMonth = (iso: string): string => MONTH_AND_DAY.format(Date.parse(iso));

describe('the worked examples', () => {
  /** Amounts that the text of an example about a later refund may name. */
  function whatHappensLater({ version, price, later }: Example): Money[] {
    if (!later) return [];
    const under = termsOf(version);
    const { fromProvider, fromCommission } = partsOfGivenBack(under, { price, already: money(0), back: later.back });
    const owes = payerOf(under, 'refund', later) === 'provider';
    expect(later.owed).toEqual(owes ? fromProvider : money(0));
    return owes ? [later.back, later.owed, fromCommission] : [later.back];
  }

  it.each(EXAMPLES.map((example) => [example.text, example] as const))('tells the truth: %s', (_text, example) => {
    const under = termsOf(example.version);
    if (example.cancelling) {
      const { by, bookedHours, cancelledHours } = example.cancelling;
      const now = start + cancelledHours * HOUR;
      expect(outcomeOfCancelling(under, { by, startsAt: start, bookedAt: start + bookedHours * HOUR, now })).toBe(
        example.outcome,
      );
    }
    const { price, decided } = example;
    const got = settle(under, example.outcome, decided ? { price, decided } : { price });
    expect(allIn(price, under)).toEqual(example.paid);
    expect(add(got.toClient, got.feeToClient)).toEqual(example.back);
    expect(got.toProvider).toEqual(example.toProvider);
    expect(got.commission).toEqual(example.commission);
    const later = whatHappensLater(example);
    if (example.payday) {
      const { endedAt, released, sent } = example.payday;
      const releasedAt = guaranteeUntil(under, endedAt);
      expect([endedAt, releasedAt, nextTransferAt(under, releasedAt)].map(dayOfMonth)).toEqual([
        dayOfMonth(endedAt),
        released,
        sent,
      ]);
      for (const day of [dayOfMonth(endedAt), released, sent]) expect(example.text).toContain(day);
    }
    const known = [example.paid, price, example.back, example.toProvider, example.commission, ...later].map((one) =>
      format(one),
    );
    for (const amount of example.text.match(/\$[\d,.]*\d/g) ?? []) expect(known).toContain(amount);
    if (example.back.minor > 0) expect(example.text).toContain(format(example.back));
  });

  it('are there for every version, wherever money is promised', () => {
    const sections = [
      'price',
      'holding',
      'cancelling',
      'absence',
      'guarantee',
      'our-errors',
      'released',
      'after-release',
    ];
    for (const version of VERSIONS) {
      const shown = termsInPlainEnglish(version).sections.filter(({ examples }) => examples.length > 0);
      expect(shown.map(({ id }) => id)).toEqual(sections);
    }
  });

  it('stand beside the version that they work with, and no other', () => {
    const other = termsInPlainEnglish({ ...terms, version: '2027-03-01' });
    expect(other.sections.flatMap(({ examples }) => examples)).toEqual([]);
  });

  it('shows every example in a section that exists, and every row of the table', () => {
    const page = termsInPlainEnglish(terms);
    expect(page.sections.flatMap((section) => section.examples)).toHaveLength(EXAMPLES.length);
    expect(page.table.map((row) => row.outcome)).toEqual([...OUTCOMES]);
    expect(page.table.filter((row) => row.handlingFee === 'returned').map((row) => row.outcome)).toEqual(['our-error']);
  });

  it('changes its words with the table', () => {
    const kinder: Terms = {
      ...terms,
      handlingFee: money(299),
      guaranteeDays: 14,
      rules: { ...terms.rules, 'client-cancelled-late': { priceBack: 7_500, feeBack: false } },
    };
    const text = JSON.stringify(termsInPlainEnglish(kinder).sections.map((section) => section.sentences));
    expect(text).toContain('$2.99 Handling Fee');
    expect(text).toContain('14 days');
    expect(text).toContain('75% of the price');
    expect(text).not.toContain('$3.49');
  });

  it('never says the word that the law keeps for others', () => {
    expect(JSON.stringify(termsInPlainEnglish(terms)).toLowerCase()).not.toContain('escrow');
  });
});

/** Another table: the first version as it is, then one that changes two amounts and a window. */
const next: Terms = {
  ...terms,
  version: '2027-03-01',
  from: '2027-03-01T00:00:00.000Z',
  handlingFee: money(299),
  guaranteeDays: 14,
  rules: { ...terms.rules, 'client-absent': { priceBack: 1_000, feeBack: false } },
};
const two: Versions = inOrder([terms, next]);

describe('the page of the terms', () => {
  it('shows the version in force, announces nothing when nothing is coming, and names all versions', () => {
    expect(termsPage(start)).toMatchObject({
      version: '2026-11-01',
      state: 'in-force',
      standing: 'In force since November 1, 2026.',
      coming: null,
      versions: VERSIONS.map(({ version }) => ({ version })).reverse(),
    });
  });

  it('announces a coming version with its day and what changes', () => {
    const page = termsPage(start, null, two);
    expect(page.coming).toEqual({
      version: '2027-03-01',
      sentence: 'New terms apply from March 1, 2027. Bills made before that day keep the terms they name.',
      changes: [
        'The Handling Fee: $2.99 (now $3.49).',
        'Time to claim after the session, while we hold your money: 14 days (now 7 days).',
        'The client did not come. Back to the client: 10% of the price (now nothing).',
      ],
    });
    expect(page.versions).toEqual([
      { version: '2027-03-01', day: 'March 1, 2027' },
      { version: '2026-11-01', day: 'November 1, 2026' },
    ]);
    expect(JSON.stringify(page.sections)).not.toContain('$2.99');
  });

  it('changes by itself at the instant the new version comes into force', () => {
    const last = Date.parse(next.from) - 1;
    expect(termsPage(last, null, two)).toMatchObject({ version: '2026-11-01', coming: { version: '2027-03-01' } });
    expect(termsPage(next.from, null, two)).toMatchObject({
      version: '2027-03-01',
      standing: 'In force since March 1, 2027.',
      coming: null,
    });
  });

  it('keeps old versions readable, and shows coming ones as such', () => {
    expect(termsPage(next.from, '2026-11-01', two)).toMatchObject({
      version: '2026-11-01',
      state: 'past',
      standing: 'In force from November 1, 2026 until March 1, 2027. It still counts for bills made in that time.',
      coming: null,
    });
    expect(termsPage(start, '2027-03-01', two)).toMatchObject({
      state: 'coming',
      standing: 'Not in force yet. It counts from March 1, 2027.',
      coming: null,
    });
    expect(termsPage(start, '2026-11-01', two)).toMatchObject({ state: 'in-force', coming: { version: '2027-03-01' } });
    expect(() => termsPage(start, '1999-01-01')).toThrow('no terms of version 1999-01-01');
  });

  it('changes a fee for a future day as a change of data: bills before keep theirs', () => {
    expect(allIn(money(6000), termsOf('2026-11-01', two))).toEqual(money(6349));
    expect(allIn(money(6000), termsOf('2027-03-01', two))).toEqual(money(6299));
  });
});

it('the words of every version are looked at: a change of them shows as one', () => {
  for (const version of VERSIONS) expect(termsInPlainEnglish(version)).toMatchSnapshot(version.version);
});

describe('what changes between two versions', () => {
  /** Each value of the table, changed alone. */
  function changed(data: object): object[] {
    return Object.entries(data).flatMap(([key, value]): object[] => {
      if (key === 'version' || key === 'from' || key === 'currency') return [];
      if (typeof value === 'object') return changed(value).map((part) => ({ ...data, [key]: part }));
      if (typeof value === 'boolean') return [{ ...data, [key]: !value }];
      if (typeof value === 'number') return [{ ...data, [key]: value + 1 }];
      return [{ ...data, [key]: { platform: 'provider', provider: 'platform', decided: 5_000 }[value as string] }];
    });
  }

  it('is nothing between a version and itself', () => {
    expect(changesBetween(terms, terms)).toEqual([]);
  });

  it('says every value of the table, whichever changes', () => {
    const all = changed(terms) as Terms[];
    expect(all).toHaveLength(42);
    const silent = all.filter((one) => changesBetween(terms, one).length === 0);
    expect(silent).toEqual([]);
  });

  it('says all of it in these words', () => {
    const other = (changed(terms) as Terms[]).flatMap((one) => changesBetween(terms, one));
    expect([...new Set(other)]).toMatchSnapshot();
  });
});
