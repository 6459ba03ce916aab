import { deviceOf } from './device.bowser.ts';

test.each([
  ['Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox on Android'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'Safari on macOS',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome on Windows',
  ],
])('%s is called %s', (header, name) => expect(deviceOf(header)).toBe(name));

test('what nobody knows has no name, and nothing of it is kept', () => {
  for (const header of [undefined, '', 'x'.repeat(10_000), 'Mozilla/5.0 Firefox/'.padEnd(600, '1')])
    expect(deviceOf(header)).toBe('');
  expect(deviceOf('<script>alert(1)</script>/1.0 (a; b)')).toMatch(/^[A-Za-z0-9 ]{0,60}$/);
});

test('neither the version nor the model goes further', () => {
  const header =
    'Mozilla/5.0 (Linux; Android 14; SM-S928B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.7258.94 Mobile Safari/537.36';
  expect(deviceOf(header)).toBe('Chrome on Android');
});
