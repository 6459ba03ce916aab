import { otherOf, sideOf } from './may.ts';

const room = { clientId: 'c', providerId: 'p' };

test('a room belongs to its two parties', () => {
  expect(sideOf(room, 'c')).toBe('client');
  expect(sideOf(room, 'p')).toBe('provider');
  expect(otherOf(room, 'c')).toBe('p');
  expect(otherOf(room, 'p')).toBe('c');
});

test('to anybody else a room does not exist', () => {
  expect(sideOf(room, 'x')).toBeNull();
  expect(sideOf(room, '')).toBeNull();
});
