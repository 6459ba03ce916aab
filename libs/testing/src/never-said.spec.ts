import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { saidIn } from './never-said.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Facts of a listing or a person that a file name must not be made of. */
const TELLING = /mode|title|categor|specialt|topic|alias|fullName|headline/i;
const CATEGORIES = 'apps/catalog/prisma/migrations/20261123000200_categories/migration.sql';

function sourcesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.|(^|\/)(generated|node_modules|dist|build|test)\//.test(file))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'));
}

it('a word is found in any case and form, inside of a name and after an underscore', () => {
  expect(saidIn('Psychotherapy')).toEqual(['psych', 'therap']);
  expect(saidIn('COUNSELLING, coaches and a couple')).toEqual(['counsel', 'coach', 'couple']);
  expect(saidIn('my_therapist-2026.pdf')).toEqual(['therap']);
  expect(saidIn('burn-out')).toEqual(['burn-out']);
  expect(saidIn('sex')).toEqual(['sex']);
});

it('words that only look alike are free', () => {
  for (const free of [
    'fundamental',
    'retreat',
    'Essex',
    'grapes',
    'reminder',
    'everybody',
    'wholesome glove',
    'impatient',
  ]) {
    expect([free, saidIn(free)]).toEqual([free, []]);
  }
});

it('what mails, statements and calendars have to say is free', () => {
  const needed = [
    'Your booking is confirmed. You paid $63.49 in all, includes the Handling Fee. The price is paid and held.',
    'A claim under the money-back guarantee was received. We decide by Monday. Our support sends you your receipt once more.',
    'You can join from 10 minutes before the start, and write messages before that. Choose a new password at once.',
    'Appointment. Credit note. Tip. Tax. Price. Statement. Commission. Client. Provider. A list of the year.',
    'One appointment for each line. If the new time does not suit you, you can cancel. The PDF is attached.',
  ];
  for (const sentence of needed) expect([sentence, saidIn(sentence)]).toEqual([sentence, []]);
});

it('most topics that people come with are on the list', () => {
  const lines = readFileSync(join(ROOT, CATEGORIES), 'utf8').matchAll(
    /\('[a-z-]+', '([^']+)', '(mind|relationships|family)'/g,
  );
  const names = [...lines].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => saidIn(name).length === 0)).toEqual([]);
});

it('no file that a person may keep is named after what was hired, in any app', () => {
  const named = ['apps', 'libs'].flatMap(sourcesOf).flatMap((text) => [
    // A whole literal that ends like a file, and whatever is put into a header as a name.
    ...text.matchAll(/['"`]([^'"`\n/]*\.(?:pdf|csv|zip|ics))['"`]/g),
    ...text.matchAll(/filename="([^"\n]+)"/g),
  ]);
  const literals = named.map(([, literal = '']) => literal);
  expect(literals.length).toBeGreaterThan(4);
  const holes = (literal: string) => literal.match(/\$\{[^}]*\}/g) ?? [];
  // What is filled in at run time is told by its name: a number or a date may be, what was hired may not.
  const telling = literals.filter((literal) => holes(literal).some((hole) => TELLING.test(hole)));
  const plain = literals.map((literal) => literal.replaceAll(/\$\{[^}]*\}/g, ' '));
  expect([...telling, ...plain.filter((name) => saidIn(name).length > 0)]).toEqual([]);
});
