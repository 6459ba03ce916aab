/** The table on disk, and what it should be. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { type Listed, minorUnits, tableText } from './table.ts';

const require = createRequire(import.meta.url);
export const TABLE = resolve(import.meta.dirname, '../../../libs/money/src/minor-units.ts');

/** The list of the package, whole. */
export const LIST = require('currency-codes/data') as readonly Listed[];

export function text(): string {
  return tableText(minorUnits(LIST), require('currency-codes/iso-4217-publish-date') as string);
}

export function written(): string {
  return readFileSync(TABLE, 'utf8');
}

export function write(): void {
  writeFileSync(TABLE, text());
}
