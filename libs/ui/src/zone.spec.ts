import { deviceZone, knownZones } from './zone.ts';

test('the device’s zone is read from its cookie among others', () => {
  expect(deviceZone('a=1; zone=America%2FNew_York; b=2')).toBe('America/New_York');
});

test.each([null, '', 'zone=', 'zone=Mars%2FOlympus', 'zone=%E0%A4%A', 'timezone=Europe/Berlin'])(
  '%p tells no zone',
  (cookies) => {
    expect(deviceZone(cookies)).toBeNull();
  },
);

test('the present zone can always be chosen, once', () => {
  const zones = knownZones('Europe/Berlin');
  expect(zones.filter((zone) => zone === 'Europe/Berlin')).toHaveLength(1);
  expect(zones).toContain('UTC');
});
