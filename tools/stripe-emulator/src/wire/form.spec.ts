import fc from 'fast-check';
import { decodeForm } from './form.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('form text', () => {
  it('becomes a tree by its brackets', () => {
    expect(plain(decodeForm('a[b][c]=1&a[b][d]=2&e=3&l[0][x]=4&l[1][x]=5&free[]=6&free[]=7'))).toEqual({
      a: { b: { c: '1', d: '2' } },
      e: '3',
      l: { 0: { x: '4' }, 1: { x: '5' } },
      free: { 0: '6', 1: '7' },
    });
  });

  it('is percent-decoded, a plus being a space', () => {
    expect(plain(decodeForm('a%5Bb%5D=x%20y+z%26&empty'))).toEqual({ a: { b: 'x y z&' }, empty: '' });
    expect(plain(decodeForm(''))).toEqual({});
  });

  it('cannot reach the prototype of anything', () => {
    decodeForm('__proto__[polluted]=1&constructor[prototype][polluted]=1&a[__proto__][polluted]=1');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(['%', 'a=%zz', '[a]=1', 'a]b=1', 'a[b=1', `a${'[b]'.repeat(9)}=1`])('%s is refused', (text) => {
    expect(() => decodeForm(text)).toThrow();
  });

  it('brings every flat map through unharmed', () => {
    const key = fc.stringMatching(/^[a-z_][a-z0-9_]{0,10}$/);
    fc.assert(
      fc.property(fc.dictionary(key, fc.string({ unit: 'grapheme' })), (map) => {
        const text = Object.entries(map)
          .map(([name, value]) => `metadata[${name}]=${encodeURIComponent(value)}`)
          .join('&');
        expect(plain(decodeForm(text).metadata ?? {})).toEqual(plain(map));
      }),
    );
  });
});
