import { cookieName, isCrossSite, pageCsp } from './headers.ts';

describe('a request that changes something', () => {
  const own = ['http://localhost:3000'];

  it('is taken from our own pages and from clients that are not browsers', () => {
    expect(isCrossSite({ origin: 'http://localhost:3000' }, own)).toBe(false);
    expect(isCrossSite({ 'sec-fetch-site': 'same-origin' }, own)).toBe(false);
    expect(isCrossSite({}, own)).toBe(false);
  });

  it('is refused from another origin, another port included', () => {
    expect(isCrossSite({ origin: 'http://localhost:3001' }, own)).toBe(true);
    expect(isCrossSite({ origin: 'null' }, own)).toBe(true);
    expect(isCrossSite({ 'sec-fetch-site': 'same-site' }, own)).toBe(true);
  });
});

it('a page may load from nobody but us', () => {
  expect(pageCsp('n')).not.toMatch(/https?:|\*/);
  expect(pageCsp('n')).toContain("script-src 'self' 'nonce-n'");
});

it('the cookie carries realm and port, because cookies ignore ports', () => {
  expect(cookieName('client', 3000)).toBe('__Host-client-3000');
});
