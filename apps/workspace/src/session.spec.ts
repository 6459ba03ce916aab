import fc from 'fast-check';
import { beat, doorway, isPresent, ONE_STAY_MS, type Stay } from './session.ts';

const room = {
  joinOpensAt: new Date('2026-11-23T17:50:00Z'),
  endsAt: new Date('2026-11-23T18:50:00Z'),
  closedAt: null,
};
const at = (text: string) => new Date(`2026-11-23T${text}Z`);

test.each([
  ['17:49:59.999', 'too-early'],
  ['17:50:00.000', 'open'],
  ['18:49:59.999', 'open'],
  ['18:50:00.000', 'too-late'],
])('at %s the door is %s', (time, state) => {
  expect(doorway(room, at(time))).toBe(state);
});

test('a cancelled booking closes the door at every time', () => {
  expect(doorway({ ...room, closedAt: at('12:00:00') }, at('18:00:00'))).toBe('room-closed');
});

test('gaps under two minutes are one stay, two minutes are two', () => {
  const first = beat(null, at('18:00:00')).stay;
  expect(beat(first, at('18:01:59.999'))).toEqual({
    stay: { from: at('18:00:00'), to: at('18:01:59.999') },
    begins: false,
  });
  expect(beat(first, at('18:02:00'))).toEqual({ stay: { from: at('18:02:00'), to: at('18:02:00') }, begins: true });
});

test('a beat that is late by a moment does not make a stay shorter', () => {
  const stay = { from: at('18:00:00'), to: at('18:00:30') };
  expect(beat(stay, at('18:00:15'))).toEqual({ stay, begins: false });
});

test('any run of beats becomes stays that are apart, in order, and hold every beat', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 1, maxLength: 60 }), (beats) => {
      const sorted = [...beats].sort((a, b) => a - b);
      const stays: Stay[] = [];
      for (const ms of sorted) {
        const { stay, begins } = beat(stays.at(-1) ?? null, new Date(ms));
        if (!begins) stays.pop();
        stays.push(stay);
      }
      for (const ms of sorted) {
        expect(stays.some((stay) => stay.from.getTime() <= ms && ms <= stay.to.getTime())).toBe(true);
      }
      for (const [index, stay] of stays.entries()) {
        const next = stays[index + 1];
        if (next) expect(next.from.getTime() - stay.to.getTime()).toBeGreaterThanOrEqual(ONE_STAY_MS);
      }
    }),
  );
});

test('the other side is away after two beats that did not come', () => {
  expect(isPresent(at('18:00:00'), at('18:00:30'))).toBe(true);
  expect(isPresent(at('18:00:00'), at('18:00:40'))).toBe(false);
  expect(isPresent(null, at('18:00:00'))).toBe(false);
});
