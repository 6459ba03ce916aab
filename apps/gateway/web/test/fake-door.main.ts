/** `node fake-door.main.ts client`: a fake door as a process of its own; prints its origin and lives until it is ended. */
import { fakeDoor } from './fake-door.ts';

const who = process.argv[2];
const door = await fakeDoor({ who: who === 'client' || who === 'provider' ? who : null });
process.stdout.write(`${door.origin}\n`);
