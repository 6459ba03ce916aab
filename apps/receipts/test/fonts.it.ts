import { faces } from '../src/receipt/fonts.files.ts';

/** How many rules a text gets, and of how many bytes. */
async function rulesFor(text: string): Promise<{ rules: number; bytes: number; css: string }> {
  const css = await faces(text);
  return { rules: css.match(/@font-face/g)?.length ?? 0, bytes: css.length, css };
}

describe('the typefaces of a text', () => {
  it('in Latin letters are two weights of the sans and two of the serif, and nothing else', async () => {
    expect((await rulesFor('Robin pays €63.49 – “thanks”, says Zoë')).rules).toBe(4);
  });

  it.each([
    ['Polish', 'Łódź', 6],
    ['Russian', 'Алексей', 6],
    ['Greek', 'Ελένη', 6],
    ['Arabic', 'محمد', 6],
    ['Hebrew', 'דוד', 6],
    ['Hindi', 'अनिल', 6],
    ['Thai', 'สมชาย', 6],
    ['Russian and Hebrew', 'Алексей דוד', 8],
  ])('in %s get the two weights of that part besides', async (_, text, rules) => {
    expect((await rulesFor(`Robin and ${text}`)).rules).toBe(rules);
  });

  it('in Chinese, Japanese or Korean get a few of many parts, not the whole font', async () => {
    for (const name of ['王小明', '山田たろう', '김민수']) {
      const { rules, bytes } = await rulesFor(name);
      expect(rules).toBeGreaterThan(4);
      expect(rules).toBeLessThanOrEqual(4 + 2 * name.length);
      expect(bytes).toBeLessThan(1_500_000);
    }
  });

  it('draw Han letters as the letters beside them say: Japanese beside kana, Korean beside Hangul, otherwise Chinese', async () => {
    const [chinese, japanese, korean] = await Promise.all(['直', '直の', '直의'].map(faces));
    expect(new Set([chinese, japanese, korean]).size).toBe(3);
    // One part each for the Han letter, in the font of the country: with kana or Hangul it comes from another file.
    const data = (css: string | undefined) => new Set(css?.match(/base64,[^)]+/g));
    const common = [...data(chinese)].filter((file) => data(japanese).has(file) || data(korean).has(file));
    expect(common).toHaveLength(4);
  });

  it('are the same whichever order the letters come in, and whatever was asked before', async () => {
    expect(await faces('王 Łódź')).toBe(await faces('Łódź 王'));
  });

  it('of letters that none of them has are those of the rest', async () => {
    expect((await rulesFor('Robin \u{13000}')).rules).toBe(4);
  });
});
