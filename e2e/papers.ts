/** What people do with their documents: keep them by years, put their name on one, and let somebody check it. */
import { readZip } from '@sounding/testing';
import { until } from '@sounding/tool-bench';
import type { Person } from './browser.ts';

/** Behind the button of each year: the files in its ZIP with their first letters, beside the numbers that the page lists as counting. */
export async function zipsOfYears(
  person: Person,
): Promise<{ listed: string[]; files: [name: string, begins: string][] }> {
  await person.go('/documents');
  const years = await person.page.$$eval('[aria-label=Years] a', (links) =>
    links.map((link) => link.textContent ?? ''),
  );
  const [listed, files]: [string[], [string, string][]] = [[], []];
  for (const year of years) {
    await person.go(`/documents?year=${year}`);
    const numbers = await person.page.$$eval('.documents > li:not([data-replaced]) .receipt-number', (all) =>
      all.map((one) => one.textContent ?? ''),
    );
    listed.push(...numbers.filter((number) => /^[RC]-/.test(number)));
    const zip = await zipBehind(person, 'a[href*=".zip?form=full"]');
    files.push(...zip.map(({ name, bytes }): [string, string] => [name, bytes.toString('latin1', 0, 5)]));
  }
  return { listed, files };
}

/** Waits until all its PDFs are made, as the page of the ZIP does, and then fetches it. */
async function zipBehind(person: Person, link: string) {
  const path = await person.page.$eval(link, (one) => one.getAttribute('href') ?? '');
  await until('the PDFs of the year', () =>
    person.page.evaluate(
      async (address) => {
        const { ready, all } = (await (await fetch(address)).json()) as { ready: number; all: number };
        return ready === all ? true : null;
      },
      path.replace('.zip', '/files'),
    ),
  );
  const zip = await person.page.evaluate(async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`the ZIP answered ${answer.status}`);
    return [...new Uint8Array(await answer.arrayBuffer())];
  }, path);
  return readZip(Buffer.from(zip));
}

/** On a receipt: puts the full name on it. Answers the number of the new one. */
export async function putNameOn(person: Person, name: string): Promise<string> {
  await person.fill('Your full name', name);
  await person.press('Issue it again');
  await person.sees('It takes the place of');
  return numberOf(person);
}

/** The number of the document that is open. */
export function numberOf(person: Person): Promise<string> {
  return person.page.$eval('.receipt-number', (one) => one.textContent ?? '');
}

/** Where the document that is open says that anybody can check it. */
export function proofOf(person: Person): Promise<string> {
  return person.page.$eval('a[href^="/verify/"]', (link) => link.getAttribute('href') ?? '');
}

/** In the console, on the page of a booking. */
export async function sendAgain(staff: Person, number: string, reason: string): Promise<void> {
  const card = `[data-document="${number}"]`;
  await staff.page.waitForSelector(`${card} summary`);
  await staff.page.click(`${card} summary`);
  await staff.page.type(`${card} textarea`, reason);
  await staff.press(`Send ${number} again`);
}

/** Presses a button whose answer is a file. Answers its status and type; the page stays. */
export async function sentBy(person: Person, button: string): Promise<[status: number, type: string | undefined]> {
  const file = person.page.waitForResponse((answer) => answer.url().includes('/pdf'));
  await person.press(button);
  const answer = await file;
  return [answer.status(), answer.headers()['content-type']];
}
