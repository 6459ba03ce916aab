// Connects to the bus as a process of its own, because a client that is not let in tries for ever; says `trying` before and `in` when it is.
import { Bus } from '@sounding/bus';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
process.stdout.write('trying\n');
const [url, caFile] = process.argv.slice(2);
const bus = await Bus.connect({ name: 'booking', nats: { url, user: 'booking', password: 'of-a-test', caFile }, log });
await bus.connection.nats.flush();
process.stdout.write('in\n');
