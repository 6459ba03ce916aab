/** The keys of tickets: replaced when one leaked, and destroyed. */
import { randomUUID } from 'node:crypto';
import { OpenTicket, ReplyToTicket, StaffQueue, ViewTicket } from '@sounding/contracts';
import { Keyring, type RunningService } from '@sounding/service';
import { startWorld, type World } from '@sounding/testing';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { SupportModule } from '../src/support.module.ts';

let world: World;
let service: RunningService;
beforeAll(async () => {
  world = await startWorld();
  service = await world.service('support', SupportModule);
});
afterAll(() => world.stop());

async function ticket() {
  const me = world.as(randomUUID());
  const { id } = await me.ask(OpenTicket, { subject: 'A private matter', text: 'It is about my therapist.' });
  await me.ask(ReplyToTicket, { ticketId: id, text: 'And about me.' });
  return { me, id };
}
const sealed = (id: string) =>
  world.sql<{ bytes: Buffer }>(
    'support',
    `SELECT subject AS bytes FROM ticket WHERE id = $1
     UNION ALL (SELECT text FROM ticket_message WHERE ticket_id = $1 ORDER BY number)`,
    [id],
  );

test('a leaked key of a ticket is replaced: other bytes, the same words', async () => {
  const { me, id } = await ticket();
  const before = await sealed(id);
  await world.sql('support', 'UPDATE keys.data_key SET leaked = true WHERE owner = $1', [`ticket/${id}`]);
  await world.eventually(async () => {
    const after = await sealed(id);
    for (const [at, { bytes }] of before.entries()) expect(after[at]?.bytes.equals(bytes)).toBe(false);
  }, 20_000);
  const { ticket: shown, messages } = await me.ask(ViewTicket, { ticketId: id });
  expect(shown.subject).toBe('A private matter');
  expect(messages.map(({ text }) => text)).toEqual(['It is about my therapist.', 'And about me.']);
}, 40_000);

test('while its key stands, nobody can put other bytes in the place of a message', async () => {
  const { id } = await ticket();
  const before = await sealed(id);
  const app = service.app.get(PrismaClient);
  await app.$queryRaw`SELECT reseal_message(${id}::uuid, 1, ${Buffer.from('something else')})::text`;
  expect(await sealed(id)).toEqual(before);
});

test('after its key was destroyed a ticket is still there, and its words are not', async () => {
  const { me, id } = await ticket();
  await service.app.get(PrismaClient).$transaction((tx) => service.app.get(Keyring).destroy(tx, `ticket/${id}`));
  const { ticket: shown, messages } = await me.ask(ViewTicket, { ticketId: id });
  expect([shown.subject, ...messages.map(({ text }) => text)]).toEqual(Array(3).fill('This text was erased.'));
  const { tickets } = await world.staff(randomUUID()).ask(StaffQueue, { state: 'all' });
  expect(tickets.find((one) => one.id === id)).toMatchObject({ id });
  await expect(me.ask(ReplyToTicket, { ticketId: id, text: 'Hello?' })).rejects.toThrow();
});
