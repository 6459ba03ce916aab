/** The table of minor units, from ISO 4217's list one and what was amended since. */

/** One line of the list, as `currency-codes` has it. */
export interface Listed {
  readonly code: string;
  readonly digits: number;
}

/** An amendment of the maintenance agency after the package's list: `digits` null takes a code away. */
export interface Amendment {
  readonly number: number;
  readonly code: string;
  readonly digits: number | null;
  readonly why: string;
}

export const AMENDMENTS: readonly Amendment[] = [
  { number: 176, code: 'XCG', digits: 2, why: 'the Caribbean guilder of Curaçao and Sint Maarten, from 2025-03-31' },
  { number: 176, code: 'ANG', digits: null, why: 'replaced by XCG' },
  { number: 178, code: 'CUC', digits: null, why: 'replaced by CUP' },
  { number: 179, code: 'XAD', digits: 2, why: "the Arab Monetary Fund's accounting dinar, from 2025-05-12" },
  { number: 180, code: 'BGN', digits: null, why: 'Bulgaria joined the euro on 2026-01-01' },
];

/** No minor unit applies (N.A. in the list): metals, bond units, special drawing rights, testing, none. */
const NOT_MONEY = /^X(A[GU]|B[A-D]|P[DT]|DR|SU|TS|UA|XX)$/;

export function minorUnits(
  list: readonly Listed[],
  amendments: readonly Amendment[] = AMENDMENTS,
): Map<string, number> {
  const units = new Map(list.filter(({ code }) => !NOT_MONEY.test(code)).map(({ code, digits }) => [code, digits]));
  for (const { code, digits } of amendments) {
    if (digits === null) units.delete(code);
    else units.set(code, digits);
  }
  return new Map([...units].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The file of `libs/money`. */
export function tableText(units: ReadonlyMap<string, number>, listDate: string): string {
  const lines = [...units].map(([code, digits]) => `  ${code}: ${digits},`);
  return [
    `/** ISO 4217, list one of ${listDate} with amendments up to ${AMENDMENTS.at(-1)?.number}: minor units of every currency. Written by \`npm run currencies\`. */`,
    'export const MINOR_UNITS = {',
    ...lines,
    '} as const;',
    '',
  ].join('\n');
}
