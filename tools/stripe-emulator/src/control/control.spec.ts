import { Control } from './control.ts';

describe('faults of calls', () => {
  it('strike what they name, so often, in order', () => {
    const control = new Control();
    control.calls.push({ fault: { kind: '429' }, method: 'POST', path: '/v1/refunds', times: 2 });
    control.calls.push({ fault: { kind: '409' }, times: 1 });
    const take = (method: string, path: string) => control.take(method, path)?.kind ?? null;
    expect(take('GET', '/v1/balance')).toBe('409');
    expect(take('GET', '/v1/refunds')).toBeNull();
    expect(take('POST', '/v1/refunds')).toBe('429');
    expect(take('POST', '/v1/refunds/re_1')).toBe('429');
    expect(take('POST', '/v1/refunds')).toBeNull();
    expect(control.calls).toEqual([]);
  });
});

it('a webhook fault is spent as often as it was set', () => {
  const control = new Control();
  control.webhooks.drop = 2;
  expect([1, 2, 3].map(() => control.spend('drop'))).toEqual([true, true, false]);
});
