/** `npm run clock -- +8d | -2h | show | reset`: moves the business clock of the copy that runs here. */
import { readOffset, writeOffset } from '@sounding/service';
import { describeOffset, readClockCommand } from './clock.ts';
import { homeOf, runningCopy } from './copy.files.ts';
import { clockFile } from './environment.ts';

const home = homeOf(process.env);
const command = readClockCommand(process.argv[2]);
if (!command) {
  console.error('Say how far, for example +8d, +90m, -2h or +1d12h; or show; or reset.');
  process.exit(2);
}
if (!runningCopy(home)) {
  console.error(`No copy runs in ${home}. Start one with npm start; for another copy set SOUNDING_HOME.`);
  process.exit(1);
}
const path = clockFile(home);
if (command.kind === 'reset') writeOffset(path, 0);
if (command.kind === 'move') writeOffset(path, readOffset(path) + command.byMs);
const offset = readOffset(path);
console.log(`${new Date(Date.now() + offset).toISOString()} (${describeOffset(offset)})`);
