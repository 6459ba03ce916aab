import { Rate } from './rate.ts';

/** How many of so many calls at these endpoints, all within one second, are answered. */
const answered = (rate: Rate, mode: 'sandbox' | 'live', endpoints: string[], at: number): number =>
  endpoints.filter((endpoint) => rate.exceeds(mode, endpoint, at) === null).length;
const times = (count: number, name = (_: number) => 'POST /v1/refunds'): string[] =>
  Array.from({ length: count }, (_, index) => name(index));

describe('the rate limit', () => {
  it('answers 25 calls a second of one endpoint, also in live mode, and 100 of many', () => {
    expect(answered(new Rate(), 'sandbox', times(40), 0)).toBe(25);
    expect(answered(new Rate(), 'live', times(40), 0)).toBe(25);
    const many = times(200, (index) => `GET /v1/${index % 10}`);
    expect(answered(new Rate(), 'sandbox', many, 0)).toBe(25);
    expect(answered(new Rate(), 'live', many, 0)).toBe(100);
  });

  it('says which limit it was', () => {
    const rate = new Rate();
    answered(rate, 'live', times(25), 0);
    expect(rate.exceeds('live', 'POST /v1/refunds', 0)).toBe('endpoint-rate');
    answered(
      rate,
      'live',
      times(75, (index) => `GET ${index}`),
      0,
    );
    expect(rate.exceeds('live', 'GET /v1/balance', 0)).toBe('global-rate');
  });

  it('is over a second later, and what was refused did not count', () => {
    const rate = new Rate();
    answered(rate, 'sandbox', times(1000), 0);
    expect(rate.exceeds('sandbox', 'x', 999)).not.toBeNull();
    expect(answered(rate, 'sandbox', times(1000), 1_000)).toBe(25);
    expect(rate.exceeds('off', 'x', 1_000)).toBeNull();
  });
});
