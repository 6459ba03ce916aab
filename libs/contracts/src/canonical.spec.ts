import fc from 'fast-check';
import { canonicalJson } from './canonical.ts';

it('the order of the keys makes no difference to the text', () => {
  expect(canonicalJson({ b: 1, a: { d: [true, null], c: 'x' } })).toBe('{"a":{"c":"x","d":[true,null]},"b":1}');
});

it('the text says the same value', () => {
  const leaf = fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      leaf,
      fc.array(tie('value')),
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        tie('value'),
        { noNullPrototype: true },
      ),
    ),
  }));
  fc.assert(fc.property(value, (made) => expect(JSON.parse(canonicalJson(made))).toEqual(made)));
});

it('what could be written in two ways is refused', () => {
  for (const wrong of [0.1, Number.NaN, new Date(0), 1n, () => 1]) expect(() => canonicalJson(wrong)).toThrow();
});
