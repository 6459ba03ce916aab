import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { canariesFor, tellingFiles, toldIn } from './canary.ts';

const canaries = canariesFor(['alias', 'full name', 'message']);
const word = canaries.message ?? '';

describe('the search for canaries', () => {
  it('has a word of its own for each thing, which fits a name, an address and a path', () => {
    expect(new Set(Object.values(canaries)).size).toBe(3);
    for (const one of Object.values(canaries)) expect(one).toMatch(/^Zq[a-z]{9,30}$/);
    expect(canariesFor(['alias']).alias).not.toBe(canaries.alias);
  });

  it.each([
    ['as it is', `{"level":"info","text":"said ${word} to"}`],
    ['in an address of a page', `/search?text=${encodeURIComponent(`a ${word} b`)}`],
    ['in an e-mail address', `<${word.toLowerCase()}@example.com>`],
    ['in capitals', word.toUpperCase()],
    ['in base64, from the first letter', Buffer.from(`${word} and more`).toString('base64')],
    ['in base64, from the second', Buffer.from(`x${word} and more`).toString('base64')],
    ['in base64, from the third', Buffer.from(`xy${word} and more`).toString('base64url')],
    ['as hexadecimal', Buffer.from(`a${word}b`).toString('hex')],
    ['as a parameter that PostgreSQL writes', `\\x${Buffer.from(word).toString('hex').toUpperCase()}`],
    ['with two bytes a letter', Buffer.from(word, 'utf16le').toString('latin1')],
  ])('finds one that is written %s', (_how, text) => {
    expect(toldIn(text, canaries)).toEqual(['message']);
    expect(toldIn(Buffer.from(text, 'latin1'), canaries)).toEqual(['message']);
  });

  it('finds none where there is none', () => {
    expect(toldIn('{"level":"info","route":"/api/v1/bookings","status":201}', canaries)).toEqual([]);
    expect(toldIn(gzipSync(word), canaries)).toEqual([]);
  });

  it('finds a planted one in a file and in the name of a file, and says where', () => {
    const folder = mkdtempSync(join(tmpdir(), 'canary-'));
    writeFileSync(join(folder, 'clean.log'), 'nothing');
    writeFileSync(join(folder, 'leaks.log'), `alias=${canaries.alias}`);
    writeFileSync(join(folder, `${canaries['full name']}.pdf`), '%PDF-');
    expect(tellingFiles(folder, canaries).sort()).toEqual(
      [`${canaries['full name']}.pdf: full name`, 'leaks.log: alias'].sort(),
    );
    expect(tellingFiles(folder, canaries, (path) => path.endsWith('clean.log'))).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
