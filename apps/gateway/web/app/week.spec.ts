import { cleared, ofDay, openAt, painted, readWeek, readWindow, shown, type Window } from './week.ts';

const fields = (all: Record<string, string>) => (name: string) => all[name] ?? '';

describe('the form of weekly hours', () => {
  test('filled pairs become windows and empty ones vanish', () => {
    const week = readWeek(fields({ 'from-1-0': '09:00', 'to-1-0': '12:00', 'from-1-1': '13:00', 'to-1-1': '17:30' }));
    expect(week).toEqual([
      { day: 1, from: '09:00', to: '12:00' },
      { day: 1, from: '13:00', to: '17:30' },
    ]);
  });

  test('midnight at the end of a window is the end of the day', () => {
    expect(readWeek(fields({ 'from-7-0': '20:00', 'to-7-0': '00:00' }))).toEqual([
      { day: 7, from: '20:00', to: '24:00' },
    ]);
    expect(shown('24:00')).toBe('00:00');
  });

  test('a window ends on the next day only where that is ticked', () => {
    const night = { 'from-2-0': '22:00', 'to-2-0': '02:00' };
    expect(readWeek(fields(night))).toEqual([{ day: 2, from: '22:00', to: '02:00' }]);
    expect(readWeek(fields({ ...night, 'next-2-0': 'on' }))).toEqual([
      { day: 2, from: '22:00', to: '02:00', nextDay: true },
    ]);
    expect(readWindow('22:00', '00:00', true)).toEqual({ from: '22:00', to: '00:00', nextDay: true });
  });

  test('a half-filled pair is not swallowed', () => {
    expect(readWeek(fields({ 'from-3-0': '09:00' }))).toEqual([{ day: 3, from: '09:00', to: '' }]);
  });

  test('a day always offers two places, and more when it has more', () => {
    expect(ofDay([], 1)).toEqual([null, null]);
    const three = ['08:00', '06:00', '10:00'].map((from) => ({ day: 1, from, to: '23:00' }));
    expect(ofDay(three, 1).map((window) => window?.from)).toEqual(['06:00', '08:00', '10:00']);
  });
});

describe('weekly hours on the grid', () => {
  const morning: Window = { day: 1, from: '09:00', to: '12:00' };
  const afternoon: Window = { day: 1, from: '13:00', to: '17:00' };
  const night: Window = { day: 7, from: '22:00', to: '02:00', nextDay: true };

  test('know a night that runs into the next day, over the turn of the week as well', () => {
    expect([openAt([morning, night], 1, 540), openAt([morning, night], 1, 720)]).toEqual(['open', null]);
    expect([openAt([night], 7, 1_410), openAt([night], 1, 90), openAt([night], 1, 120)]).toEqual([
      'open',
      'night-before',
      null,
    ]);
  });

  test('a stroke joins what it meets, and leaves other days alone', () => {
    expect(painted([morning, afternoon, night], 1, 720, 780)).toEqual([night, { day: 1, from: '09:00', to: '17:00' }]);
    expect(painted([morning], 2, 540, 570)).toEqual([morning, { day: 2, from: '09:00', to: '09:30' }]);
    expect(painted([], 3, 1_380, 1_440)).toEqual([{ day: 3, from: '23:00', to: '24:00' }]);
    expect(painted([night], 7, 1_200, 1_320)).toEqual([{ day: 7, from: '20:00', to: '02:00', nextDay: true }]);
  });

  test('a stroke that clears cuts windows in two, shortens and removes them', () => {
    expect(cleared([{ ...morning, to: '17:00' }], 1, 720, 780)).toEqual([morning, afternoon]);
    expect(cleared([morning, afternoon], 1, 0, 600)).toEqual([{ day: 1, from: '10:00', to: '12:00' }, afternoon]);
    expect(cleared([morning, afternoon], 1, 540, 720)).toEqual([afternoon]);
  });

  test('what is left of a night belongs to the day on which it lies', () => {
    expect(cleared([night], 7, 1_320, 1_440)).toEqual([{ day: 1, from: '00:00', to: '02:00' }]);
    expect(cleared([night], 1, 30, 60)).toEqual([
      { day: 7, from: '22:00', to: '00:30', nextDay: true },
      { day: 1, from: '01:00', to: '02:00' },
    ]);
    expect(cleared([night], 1, 0, 120)).toEqual([{ day: 7, from: '22:00', to: '24:00' }]);
  });

  test('a half-filled window is neither drawn nor lost', () => {
    const half: Window = { day: 1, from: '10:00', to: '' };
    expect(openAt([half], 1, 620)).toBeNull();
    expect(painted([half], 1, 540, 720)).toEqual([half, morning]);
    expect(cleared([half], 1, 0, 1_440)).toEqual([half]);
  });

  test('clearing what was painted leaves what was there', () => {
    for (const [from, to] of [
      [0, 30],
      [1_200, 1_260],
      [1_410, 1_440],
    ] as const) {
      expect(cleared(painted([morning], 1, from, to), 1, from, to)).toEqual([morning]);
    }
  });
});
