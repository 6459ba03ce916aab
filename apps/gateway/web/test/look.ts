/**
 * Pictures of every page on a phone and on a desk, and what is wrong with each:
 * `node apps/gateway/web/test/look.ts [folder] [part of an address…]`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fakeDoor } from './fake-door.ts';
import { lookAt, openBrowser, openTab } from './look.browser.ts';
import { EVERYBODY, PAGES, SIZES } from './pages.ts';

const [folder = 'look', ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
let found = 0;
try {
  for (const who of EVERYBODY) {
    const door = await fakeDoor({ who: who === 'anyone' ? null : who });
    const tab = await openTab(browser);
    for (const path of PAGES[who].filter((one) => only.length === 0 || only.some((part) => one.includes(part)))) {
      for (const size of SIZES) {
        const wrong = await lookAt(tab, door.origin + path, size);
        const name = `${who}${path.replace(/0{8}-0{4}-4000-8000-0+/g, '').replace(/[^a-z0-9]+/gi, '-')}-${size.name}`;
        await tab.page.screenshot({ path: join(folder, `${name}.png`) as `${string}.png`, fullPage: true });
        for (const one of wrong) console.log(`${name}: ${one}`);
        found += wrong.length;
      }
    }
    await door.close();
  }
} finally {
  await browser.close();
}
console.log(found === 0 ? 'Nothing found.' : `${found} found.`);
process.exitCode = found === 0 ? 0 : 1;
