import { Bus } from './bus.client.ts';

test('everybody who hears a channel of the database hears it, not the last one alone', () => {
  const bus = new Bus({ name: 'booking' } as never, { nats: {} } as never);
  const heard: string[] = [];
  bus.onNotify('deadlines', (payload) => heard.push(`first ${payload}`));
  bus.onNotify('deadlines', (payload) => heard.push(`second ${payload}`));
  bus.onNotify('runs', () => heard.push('another channel'));
  bus.notified.get('deadlines')?.('17');
  expect(heard).toEqual(['first 17', 'second 17']);
});
