import { escaped, label, pageHead, partHead, rowText } from './page.ts';

test('markup that somebody stored is text on the page', () => {
  const evil = `<script>alert(1)</script><img src=x onerror='x'>"&`;
  const text = rowText({ text: evil, deep: [{ [evil]: evil }], [evil]: 1 });
  expect(text).not.toMatch(/<script|<img/);
  expect(text).toContain('&lt;script&gt;');
  expect(escaped(evil)).toBe('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;x&#39;&gt;&quot;&amp;');
  expect(partHead('"><b>')).not.toContain('<b>');
});

test('the page carries no script, asks nobody for anything, and names each part', () => {
  const head = pageHead('2026-12-01');
  expect(head).toContain("default-src 'none'");
  expect(head).not.toMatch(/<script|https?:|src="/);
  expect(head).toContain('href="#workspace.messages"');
});

test('names of fields are words', () => {
  expect([label('openedAt'), label('totalMinor'), label('times-you-were-there'), label('last4')]).toEqual([
    'Opened at',
    'Total minor',
    'Times you were there',
    'Last4',
  ]);
  expect(rowText({ given: true, left: false, none: null, empty: '' })).toBe(
    '<dl><dt>Given</dt><dd>yes</dd><dt>Left</dt><dd>no</dd><dt>None</dt><dd>–</dd><dt>Empty</dt><dd>–</dd></dl>\n',
  );
});
