import { expect, test } from '@jest/globals';
import { Lanes } from './lanes.ts';

function gate(): { open: () => void; closed: Promise<void> } {
  let open: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, closed };
}

test('work of one lane runs in the order it came, work of others beside it', async () => {
  const lanes = new Lanes();
  const first = gate();
  const seen: string[] = [];
  const one = lanes.run('a', async () => {
    await first.closed;
    seen.push('a1');
  });
  const two = lanes.run('a', async () => {
    seen.push('a2');
  });
  await lanes.run('b', async () => {
    seen.push('b1');
  });
  expect(seen).toEqual(['b1']);
  first.open();
  await Promise.all([one, two]);
  expect(seen).toEqual(['b1', 'a1', 'a2']);
});

test('a lane that has ended leaves nothing behind', async () => {
  const lanes = new Lanes();
  await lanes.run('a', async () => undefined);
  expect(lanes.busy('a')).toBe(false);
  expect(lanes.size).toBe(0);
});

test('waiting for all lanes ends when the last of them has', async () => {
  const lanes = new Lanes();
  const last = gate();
  let ended = false;
  void lanes.run('a', () => last.closed);
  const waiting = lanes.settled().then(() => {
    ended = true;
  });
  await lanes.run('b', async () => undefined);
  expect(ended).toBe(false);
  last.open();
  await waiting;
  expect(ended).toBe(true);
});
