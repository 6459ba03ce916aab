/** A letter as a mail: plain text, and simple HTML without images, styles from elsewhere or anything that reports a reading. */
import type { Letter, Paragraph } from './letters.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const FOOT = 'Sounding. You get this mail because something happened in your account; we send no advertising.';

function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function asText(paragraph: Paragraph): string {
  return typeof paragraph === 'string'
    ? paragraph
    : paragraph.map((item, index) => `${String(index + 1).padStart(2)}. ${item}`).join('\n');
}

function asBlock(paragraph: Paragraph): string {
  return typeof paragraph === 'string'
    ? `<p>${asHtml(paragraph)}</p>`
    : `<ol>${paragraph.map((item) => `<li>${asHtml(item)}</li>`).join('')}</ol>`;
}

/**
 * The name in the greeting. Anybody can sign up with somebody else's address and an alias of their choice; a mail program
 * would turn `evil.example` in it into a link, and our mail into their advertisement.
 */
function called(alias: string): string {
  return alias.replace(/\.(?=\S)/g, '. ');
}

/** `publicUrl` is the origin of the public site; `alias` is the only name a mail ever uses. */
export function dress(letter: Letter, person: { alias: string }, publicUrl: string): Mail {
  const url = letter.link ? new URL(letter.link.path, publicUrl).href : null;
  const hello = `Hello ${called(person.alias)},`;
  const text = [
    hello,
    ...(letter.code ? [letter.code] : []),
    ...letter.lines.map(asText),
    ...(letter.link && url ? [`${letter.link.text}: ${url}`] : []),
    `-- \n${FOOT}`,
  ].join('\n\n');
  const html = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${asHtml(letter.subject)}</title></head>`,
    '<body style="margin:0;background:#f6f3ec"><div style="max-width:34em;margin:0 auto;padding:2em 1.5em;font:16px/1.6 Georgia,serif;color:#22302f">',
    `<p>${asHtml(hello)}</p>`,
    letter.code ? `<p style="font:600 2em/1.2 monospace;letter-spacing:.2em">${asHtml(letter.code)}</p>` : '',
    ...letter.lines.map(asBlock),
    letter.link && url ? `<p><a href="${asHtml(url)}" style="color:#1f5c57">${asHtml(letter.link.text)}</a></p>` : '',
    `<p style="margin-top:3em;font-size:.85em;color:#5d6b69">${asHtml(FOOT)}</p></div></body></html>`,
  ].join('');
  return { subject: letter.subject, text: `${text}\n`, html };
}
