import { saidIn } from '@sounding/testing/never-said';
import ICAL from 'ical.js';
import { sync as other } from 'node-ical';
import { Temporal } from 'temporal-polyfill';
import { convertIcsCalendar } from 'ts-ics';
import { busySpans, type CalendarEntry, NotACalendar, TooMuch, writeCalendar, zoneText } from './index.ts';

const entry = (startsAt: string, endsAt: string, more: Partial<CalendarEntry> = {}): CalendarEntry => ({
  uid: '6f6f2c1e-9a55-4d8f-9a39-0a6f4c6f8a11@sounding.example',
  sequence: 3,
  startsAt,
  endsAt,
  url: 'https://sounding.example/bookings/6f6f2c1e-9a55-4d8f-9a39-0a6f4c6f8a11',
  ...more,
});
const WRITTEN = '2026-11-26T12:00:00.000Z';
const WHO = { organizer: { name: 'Sounding', email: 'post@sounding.example' }, attendee: 'robin@example.com' };

/** What two libraries make of the only entry; neither wrote it. */
function readBoth(text: string) {
  const [first] = Object.values(other.parseICS(text)).filter((one) => one?.type === 'VEVENT');
  const [second] = convertIcsCalendar(undefined, text).events ?? [];
  if (first?.type !== 'VEVENT' || !second) throw new Error('no entry was found');
  return {
    first: { from: first.start.getTime(), to: first.end?.getTime(), uid: first.uid },
    second: { from: second.start.date.getTime(), to: second.end?.date.getTime(), uid: second.uid },
    sequence: second.sequence,
    title: second.summary,
  };
}

describe('an invitation', () => {
  // Days around changes of the clock, half-hour zones, a zone that never changes, one that changed its mind.
  it.each([
    ['Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['Europe/Berlin', '2027-03-28T00:30:00.000Z'],
    ['America/New_York', '2026-11-01T05:30:00.000Z'],
    ['America/New_York', '2026-11-01T06:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:00:00.000Z'],
    ['Europe/Berlin', '2026-10-27T09:30:00.000Z'],
    ['America/New_York', '2026-11-03T14:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-06T01:15:00.000Z'],
    ['Africa/Cairo', '2026-04-26T21:30:00.000Z'],
    ['Asia/Kathmandu', '2026-12-01T10:00:00.000Z'],
    ['America/St_Johns', '2026-03-08T05:00:00.000Z'],
    ['Africa/Casablanca', '2027-02-07T02:30:00.000Z'],
    ['Africa/Cairo', '2026-04-23T21:30:00.000Z'],
    ['Pacific/Apia', '2026-12-01T10:00:00.000Z'],
    ['UTC', '2026-12-01T10:00:00.000Z'],
  ])('for somebody in %s at %s is read as that instant by two libraries', (zone, startsAt) => {
    const from = Date.parse(startsAt);
    const endsAt = new Date(from + 3_600_000).toISOString();
    const text = writeCalendar([entry(startsAt, endsAt)], { method: 'REQUEST', zone, writtenAt: WRITTEN, ...WHO });
    const said = { from, to: from + 3_600_000, uid: '6f6f2c1e-9a55-4d8f-9a39-0a6f4c6f8a11@sounding.example' };
    expect(readBoth(text)).toEqual({ first: said, second: said, sequence: 3, title: 'Appointment' });
  });

  it('and its cancellation are one entry, the later with the higher number', () => {
    const text = writeCalendar([entry('2026-12-01T10:00:00.000Z', '2026-12-01T11:00:00.000Z', { sequence: 4 })], {
      method: 'CANCEL',
      zone: 'Europe/Berlin',
      writtenAt: WRITTEN,
      ...WHO,
    });
    expect(text).toMatch(/^METHOD:CANCEL\r$/m);
    expect(text).toMatch(/^STATUS:CANCELLED\r$/m);
    expect(text).toMatch(/^SEQUENCE:4\r$/m);
    expect(readBoth(text).first.uid).toBe('6f6f2c1e-9a55-4d8f-9a39-0a6f4c6f8a11@sounding.example');
  });

  it.each(['REQUEST', 'CANCEL', undefined] as const)('and a feed say nothing of what it is about (%s)', (method) => {
    const of = { zone: 'America/New_York', writtenAt: WRITTEN, ...WHO, ...(method ? { method } : {}) };
    const text = writeCalendar([entry('2026-12-01T10:00:00.000Z', '2026-12-01T11:00:00.000Z')], of);
    const lines = text.replaceAll('\r\n ', '');
    expect(lines).toMatch(/^SUMMARY:Appointment\r$/m);
    // Whatever a program shows of it, the title, the description and the name of the calendar, is in these lines.
    expect(saidIn(lines)).toEqual([]);
  });

  it('has lines of at most 75 octets that end as the standard says', () => {
    const text = writeCalendar([entry('2026-12-01T10:00:00.000Z', '2026-12-01T11:00:00.000Z')], {
      method: 'REQUEST',
      zone: 'America/Argentina/Buenos_Aires',
      writtenAt: WRITTEN,
      ...WHO,
    });
    const lines = text.split('\r\n');
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});

describe('the text of a zone', () => {
  it('gives every zone of this Node the offsets that it has, at each month of three years', () => {
    const from = Date.parse('2026-01-01T00:00:00Z');
    const to = Date.parse('2028-12-31T00:00:00Z');
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const component = new ICAL.Component(ICAL.parse(zoneText(zone, from, to)));
      const read = new ICAL.Timezone({ component, tzid: zone });
      for (let instant = from; instant < to; instant += 30 * 86_400_000) {
        const wall = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        const { year, month, day, hour, minute, second } = wall;
        const time = new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, read);
        if (read.utcOffset(time) * 1e9 !== wall.offsetNanoseconds) {
          throw new Error(`${zone} at ${wall.toString()}: ${read.utcOffset(time)} s`);
        }
      }
    }
  });
});

describe('a foreign calendar', () => {
  const range = { from: Date.parse('2026-10-01T00:00:00Z'), to: Date.parse('2026-12-01T00:00:00Z') };
  const calendar = (...lines: string[]) =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
  const event = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:a', ...lines, 'END:VEVENT'];
  const read = (text: string, home = 'Europe/Berlin') => {
    const { spans, unread } = busySpans(text, range, home);
    return { unread, spans: spans.map(({ from, to }) => [iso(from), iso(to)]) };
  };
  const iso = (instant: number) => new Date(instant).toISOString().slice(0, 16);

  it('keeps the wall time of what repeats weekly when the clock changes', () => {
    const weekly = event(
      'DTSTART;TZID=Europe/Berlin:20261018T090000',
      'DTEND;TZID=Europe/Berlin:20261018T100000',
      'RRULE:FREQ=WEEKLY;COUNT=3',
    );
    expect(read(calendar(...weekly)).spans).toEqual([
      ['2026-10-18T07:00', '2026-10-18T08:00'],
      ['2026-10-25T08:00', '2026-10-25T09:00'],
      ['2026-11-01T08:00', '2026-11-01T09:00'],
    ]);
  });

  it('takes days, and times without a zone, as meant where its owner lives', () => {
    expect(read(calendar(...event('DTSTART;VALUE=DATE:20261103', 'DTEND;VALUE=DATE:20261104'))).spans).toEqual([
      ['2026-11-02T23:00', '2026-11-03T23:00'],
    ]);
    expect(read(calendar(...event('DTSTART:20261103T090000', 'DURATION:PT30M')), 'Asia/Kathmandu').spans).toEqual([
      ['2026-11-03T03:15', '2026-11-03T03:45'],
    ]);
  });

  it('leaves out what is free, cancelled, excepted or elsewhere in time, and moves what was moved', () => {
    const text = calendar(
      ...event('DTSTART:20261103T090000Z', 'DTEND:20261103T100000Z', 'TRANSP:TRANSPARENT'),
      ...event('DTSTART:20261104T090000Z', 'DTEND:20261104T100000Z', 'STATUS:CANCELLED').map((line) =>
        line.replace('UID:a', 'UID:b'),
      ),
      ...event('DTSTART:20200104T090000Z', 'DTEND:20200104T100000Z').map((line) => line.replace('UID:a', 'UID:c')),
      ...event(
        'DTSTART:20261110T090000Z',
        'DTEND:20261110T100000Z',
        'RRULE:FREQ=DAILY;COUNT=4',
        'EXDATE:20261111T090000Z',
      ).map((line) => line.replace('UID:a', 'UID:d')),
      ...event('RECURRENCE-ID:20261112T090000Z', 'DTSTART:20261112T150000Z', 'DTEND:20261112T160000Z').map((line) =>
        line.replace('UID:a', 'UID:d'),
      ),
    );
    expect(read(text).spans).toEqual([
      ['2026-11-10T09:00', '2026-11-10T10:00'],
      ['2026-11-12T15:00', '2026-11-12T16:00'],
      ['2026-11-13T09:00', '2026-11-13T10:00'],
    ]);
  });

  it('joins what overlaps or touches', () => {
    const text = calendar(
      ...event('DTSTART:20261103T090000Z', 'DTEND:20261103T100000Z'),
      ...event('DTSTART:20261103T100000Z', 'DTEND:20261103T110000Z').map((line) => line.replace('UID:a', 'UID:b')),
    );
    expect(read(text).spans).toEqual([['2026-11-03T09:00', '2026-11-03T11:00']]);
  });

  it('counts an entry in a zone that nobody knows as unread, and reads the others', () => {
    const text = calendar(
      ...event('DTSTART;TZID=Moon/Base:20261103T090000', 'DTEND;TZID=Moon/Base:20261103T100000'),
      ...event('DTSTART:20261104T090000Z', 'DTEND:20261104T100000Z').map((line) => line.replace('UID:a', 'UID:b')),
    );
    expect(read(text)).toEqual({ unread: 1, spans: [['2026-11-04T09:00', '2026-11-04T10:00']] });
  });

  it('reads a zone that only the file explains', () => {
    const text = calendar(
      'BEGIN:VTIMEZONE',
      'TZID:Office',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0330',
      'TZOFFSETTO:+0330',
      'END:STANDARD',
      'END:VTIMEZONE',
      ...event('DTSTART;TZID=Office:20261103T090000', 'DTEND;TZID=Office:20261103T100000'),
    );
    expect(read(text).spans).toEqual([['2026-11-03T05:30', '2026-11-03T06:30']]);
  });

  it.each([
    ['a page of the web', '<!doctype html><title>Sign in</title>'],
    ['nothing', ''],
    ['a calendar that breaks off', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2026'],
    ['a card', 'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nEND:VCARD\r\n'],
  ])('that is %s is refused', (_what, text) => {
    expect(() => read(text)).toThrow(NotACalendar);
  });

  it('that repeats each second for ever, or has more entries than days hold, is refused', () => {
    const seconds = event('DTSTART:20000101T090000Z', 'DTEND:20000101T090001Z', 'RRULE:FREQ=SECONDLY');
    expect(() => read(calendar(...seconds))).toThrow(TooMuch);
    const many = Array.from({ length: 5_001 }, (_, n) =>
      event('DTSTART:20261103T090000Z', 'DTEND:20261103T100000Z').map((line) => line.replace('UID:a', `UID:${n}`)),
    ).flat();
    expect(() => read(calendar(...many))).toThrow(TooMuch);
  });

  it('that is busy at more than five thousand times is refused, at five thousand it is read', () => {
    const times = (count: number) =>
      calendar(
        ...event('DTSTART:20261103T000000Z', 'DTEND:20261103T000001Z', `RRULE:FREQ=SECONDLY;INTERVAL=2;COUNT=${count}`),
      );
    expect(read(times(5_000)).spans).toHaveLength(5_000);
    expect(() => read(times(5_001))).toThrow(TooMuch);
  });
});
