import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { placeOf } from './keyring.ts';
import { openBytes, sealBytes } from './seal.crypto.ts';

const key = randomBytes(32);
const runs = { numRuns: 60 };
const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const row = fc.uuid();
const column = fc.constantFrom('text', 'subject', 'reason', 'address');

test('a text opens in its own place to what was sealed, whatever the script', () => {
  fc.assert(
    fc.property(text, row, column, (words, id, where) => {
      const place = placeOf('message', id, where);
      const sealed = sealBytes(key, place, Buffer.from(words));
      expect(openBytes(key, place, sealed).toString('utf8')).toBe(words);
    }),
    runs,
  );
});

test('one byte changed anywhere (version, nonce, tag, text) does not open', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.integer({ min: 1, max: 255 }), (words, at, change) => {
      const sealed = sealBytes(key, 'message/1/text', Buffer.from(words));
      const changed = Uint8Array.from(sealed);
      const spot = at % changed.length;
      changed[spot] = (changed[spot] ?? 0) ^ change;
      expect(() => openBytes(key, 'message/1/text', changed)).toThrow();
    }),
    { numRuns: 300 },
  );
});

test('each byte of one sealed text, changed alone, keeps it shut; so does one taken away', () => {
  const sealed = sealBytes(key, 'message/1/text', Buffer.from('mine'));
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => openBytes(key, 'message/1/text', changed)).toThrow();
    expect(() => openBytes(key, 'message/1/text', sealed.subarray(0, at))).toThrow();
  }
});

test('copied to another table, row or column it does not open, nor under another key', () => {
  fc.assert(
    fc.property(text, row, row, (words, one, other) => {
      fc.pre(one !== other);
      const sealed = sealBytes(key, placeOf('message', one, 'text'), Buffer.from(words));
      for (const elsewhere of [
        placeOf('message', other, 'text'),
        placeOf('message', one, 'subject'),
        placeOf('ticket', one, 'text'),
      ]) {
        expect(() => openBytes(key, elsewhere, sealed)).toThrow();
      }
      expect(() => openBytes(randomBytes(32), placeOf('message', one, 'text'), sealed)).toThrow();
    }),
    runs,
  );
});

test('it shows nothing of its words, and never looks the same twice', () => {
  const [one, two] = [0, 1].map(() => Buffer.from(sealBytes(key, 'message/1/text', Buffer.from('grief'))));
  expect(one?.includes('grief')).toBe(false);
  expect(one?.equals(two as Buffer)).toBe(false);
});

test('what a later release seals in another version is named as such', () => {
  const sealed = sealBytes(key, 'message/1/text', Buffer.from('later'));
  sealed[0] = 9;
  expect(() => openBytes(key, 'message/1/text', sealed)).toThrow('version 9');
});
