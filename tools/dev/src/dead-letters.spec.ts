import { expect, test } from '@jest/globals';
import { readDeadLetterCommand } from './dead-letters.ts';

test('without a word it lists the open letters of all services', () => {
  expect(readDeadLetterCommand([])).toEqual({ kind: 'list', service: null, all: false });
  expect(readDeadLetterCommand(['list', 'booking', '--all'])).toEqual({ kind: 'list', service: 'booking', all: true });
});

test('replay needs one id of at least eight characters', () => {
  expect(readDeadLetterCommand(['replay', '0199a1b2'])).toEqual({ kind: 'replay', id: '0199a1b2' });
  expect(readDeadLetterCommand(['replay'])).toBeNull();
  expect(readDeadLetterCommand(['replay', '01'])).toBeNull();
  expect(readDeadLetterCommand(['replay', '0199a1b2', '0199a1b3'])).toBeNull();
  expect(readDeadLetterCommand(['discard', "x' or true"])).toBeNull();
});

test('an unknown word is no command', () => {
  expect(readDeadLetterCommand(['purge'])).toBeNull();
  expect(readDeadLetterCommand(['list', '--everything'])).toBeNull();
});
