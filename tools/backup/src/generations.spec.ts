import { generationOf, newest, stampOf } from './generations.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 28, hour));
const files = [
  generationOf('booking', at(3)),
  generationOf('booking', at(5)),
  generationOf('billing', at(9)),
  'notes.txt',
];

test('a generation is named by service and instant', () => {
  expect(generationOf('booking', at(3))).toBe('booking-20261128T030000Z.dump');
});

test('the newest of a service is found, and the newest before an instant', () => {
  expect(newest(files, 'booking')).toBe('booking-20261128T050000Z.dump');
  expect(newest(files, 'booking', stampOf(at(4)))).toBe('booking-20261128T030000Z.dump');
  expect(newest(files, 'booking', stampOf(at(2)))).toBeNull();
  expect(newest(files, 'identity')).toBeNull();
});
