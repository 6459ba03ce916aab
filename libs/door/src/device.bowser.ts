/** What a browser is called in plain words. The header itself says more than anybody needs, and goes no further than here. */
import Bowser from 'bowser';

/** What is longer than any browser's is nobody's, and not worth the reading. */
const LONGEST = 512;

/** "Firefox on Android"; empty when the header says nothing that we know. At most 60 characters of letters, digits and spaces. */
export function deviceOf(userAgent: string | undefined): string {
  if (!userAgent || userAgent.length > LONGEST) return '';
  const { browser, os } = Bowser.parse(userAgent);
  return [browser.name, os.name]
    .map((name) => (name ?? '').replaceAll(/[^A-Za-z0-9 ]/g, '').slice(0, 28))
    .filter((name) => name !== '')
    .join(' on ');
}
