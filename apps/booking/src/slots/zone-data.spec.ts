import { zoneDataOf } from './zone-data.ts';

const on = (date: string) => new Date(`${date}T00:00:00Z`);

describe('the age of the time-zone data', () => {
  it('is counted from the middle of the year of its release', () => {
    expect(zoneDataOf('2026c', on('2026-11-26'))).toEqual({ version: '2026c', ageDays: 148, warning: null });
    expect(zoneDataOf('2026a', on('2026-02-01')).ageDays).toBe(0);
  });

  it('is a warning from the day after a year on', () => {
    expect(zoneDataOf('2026c', on('2027-07-01')).warning).toBeNull();
    expect(zoneDataOf('2026c', on('2027-07-02')).warning).toContain('2026c is older than a year');
  });

  it.each([undefined, '', 'system', '26c'])('is a warning where the version, %p, says nothing', (version) => {
    const { ageDays, warning } = zoneDataOf(version, on('2026-11-26'));
    expect([ageDays, warning?.includes('does not say how old')]).toEqual([null, true]);
  });

  it('is known of the data that this Node carries', () => {
    expect(zoneDataOf(process.versions.tz, on('2026-11-26')).ageDays).not.toBeNull();
  });
});
