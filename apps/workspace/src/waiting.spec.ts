import { mailDue, type Waiting } from './waiting.ts';

const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);
const nobody: Waiting = { readUpTo: 0, mailedUpTo: 0, mailedAt: null, mailDueAt: null };

test('the first unread message is mailed about a minute later', () => {
  expect(mailDue(nobody, at('12:00'))).toEqual(at('12:01'));
});

test('the second message of the same minute does not put the mail off', () => {
  expect(mailDue({ ...nobody, mailDueAt: at('12:01') }, at('12:00'))).toEqual(at('12:01'));
});

test('an unread batch has one mail, however long it grows', () => {
  expect(mailDue({ ...nobody, readUpTo: 3, mailedUpTo: 4, mailedAt: at('09:00') }, at('12:00'))).toBeNull();
});

test('a new batch within the hour is mailed when the hour is over', () => {
  expect(mailDue({ ...nobody, readUpTo: 4, mailedUpTo: 4, mailedAt: at('11:30') }, at('12:00'))).toEqual(at('12:30'));
});

test('a new batch after the hour is mailed a minute later', () => {
  expect(mailDue({ ...nobody, readUpTo: 4, mailedUpTo: 4, mailedAt: at('10:30') }, at('12:00'))).toEqual(at('12:01'));
});
