/**
 * `npm run dead-letters -- list [service] [--all] | show <id> | replay <id> | discard <id>`: over the databases of the copy that
 * runs here, or those that DATABASE_URL_<SERVICE> names.
 */
import { discardDeadLetter, findDeadLetters, listDeadLetters, replayDeadLetter } from '@sounding/bus';
import { SERVICES } from '@sounding/contracts';
import pg from 'pg';
import { homeOf, runningCopy } from './copy.files.ts';
import { type DeadLetterCommand, letterLine, letterPage, readDeadLetterCommand } from './dead-letters.ts';

/** Service to connection string. */
function databases(): ReadonlyMap<string, string> {
  const copy = runningCopy(homeOf(process.env));
  const found = SERVICES.map((service) => {
    const given = process.env[`DATABASE_URL_${service.toUpperCase()}`];
    return [service, given ?? copy?.databases[service] ?? ''] as const;
  });
  return new Map(found.filter(([, url]) => url !== ''));
}

async function within<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function list(command: DeadLetterCommand & { kind: 'list' }): Promise<number> {
  let count = 0;
  for (const [service, url] of databases()) {
    if (command.service && command.service !== service) continue;
    const letters = await within(url, (client) => listDeadLetters(client, command.all));
    for (const letter of letters) console.log(letterLine(service, letter));
    count += letters.length;
  }
  if (count === 0) console.log('No dead letters.');
  return 0;
}

async function one(command: DeadLetterCommand & { id: string }): Promise<number> {
  for (const [service, url] of databases()) {
    const found = await within(url, (client) => findDeadLetters(client, command.id));
    const [letter, second] = found;
    if (!letter) continue;
    if (second) {
      console.error(`More than one dead letter begins with ${command.id}. Give more of the id.`);
      return 1;
    }
    if (command.kind === 'show') {
      console.log(letterPage(service, letter));
      return 0;
    }
    const settle = command.kind === 'replay' ? replayDeadLetter : discardDeadLetter;
    const done = await within(url, (client) => settle(client, letter.id));
    if (done) console.log(`${command.kind === 'replay' ? 'Tried again' : 'Discarded'}: ${letterLine(service, letter)}`);
    else console.error(`It is ${letter.state}, for the reason "${letter.reason}", and cannot be ${command.kind}ed.`);
    return done ? 0 : 1;
  }
  console.error(`No dead letter begins with ${command.id}.`);
  return 1;
}

const command = readDeadLetterCommand(process.argv.slice(2));
if (!command) {
  console.error('Say list [service] [--all], show <id>, replay <id> or discard <id>.');
  process.exitCode = 2;
} else if (databases().size === 0) {
  console.error(`No copy runs in ${homeOf(process.env)}. Start one with npm start, or set DATABASE_URL_<SERVICE>.`);
  process.exitCode = 1;
} else if (command.kind === 'list' && command.service && !databases().has(command.service)) {
  console.error(`There is no database of "${command.service}". Services: ${[...databases().keys()].join(', ')}.`);
  process.exitCode = 2;
} else {
  process.exitCode = command.kind === 'list' ? await list(command) : await one(command);
}
