/** `npm run code`: what the authenticator app of each demo staff shows now, by the business clock of the copy that runs here. */
import { readOffset } from '@sounding/service';
import { homeOf, runningCopy } from './copy.files.ts';
import { clockFile } from './environment.ts';
import { demoCodes } from './seed.process.ts';

const home = homeOf(process.env);
if (!runningCopy(home)) {
  console.error(`No copy runs in ${home}. Start one with npm start; for another copy set SOUNDING_HOME.`);
  process.exit(1);
}
const { codes, seconds } = demoCodes(new Date(Date.now() + readOffset(clockFile(home))));
for (const { email, code } of codes) console.log(`${code}  ${email} (good once, and for ${seconds} s more)`);
