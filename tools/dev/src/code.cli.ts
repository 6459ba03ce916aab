/** `npm run code`: what the authenticator app of the demo staff shows now, by the business clock of the copy that runs here. */
import { readOffset } from '@sounding/service';
import { homeOf, runningCopy } from './copy.files.ts';
import { clockFile } from './environment.ts';
import { demoCode } from './seed.process.ts';

const home = homeOf(process.env);
if (!runningCopy(home)) {
  console.error(`No copy runs in ${home}. Start one with npm start; for another copy set SOUNDING_HOME.`);
  process.exit(1);
}
const { code, seconds } = demoCode(new Date(Date.now() + readOffset(clockFile(home))));
console.log(`${code} (good once, and for ${seconds} s more)`);
