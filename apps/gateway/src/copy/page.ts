/** The readable page of a copy: no script, its own few styles, every text escaped; it opens without a connection. Pure. */
import type { ExportRow } from '@sounding/contracts';
import { PART_TITLES } from './parts.ts';

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => MARKS[mark] ?? '');
}

const STYLES = `body{margin:0 auto;max-width:46rem;padding:1.5rem;font:1rem/1.6 Georgia,serif;color:#17302f;background:#faf6ee}
h1,h2{line-height:1.2}h2{margin-top:2.5rem;border-top:1px solid #e2d7c3;padding-top:1rem}
dl{display:grid;grid-template-columns:minmax(7rem,12rem) 1fr;gap:.1rem 1rem;background:#fffdf8;border:1px solid #e2d7c3;border-radius:8px;padding:.6rem .9rem;margin:.6rem 0}
dt{color:#4c6260}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}ul{padding-left:1.2rem}
@media(max-width:30rem){dl{grid-template-columns:1fr}}`;

/** `openedAt` -> `Opened at`, `times-you-were-there` -> `Times you were there`. */
export function label(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function value(of: unknown): string {
  if (of === null || of === undefined || of === '') return '–';
  if (of === true) return 'yes';
  if (of === false) return 'no';
  if (typeof of === 'object') return escaped(JSON.stringify(of, null, 1));
  return escaped(String(of));
}

export function pageHead(madeAt: string): string {
  const links = Object.entries(PART_TITLES).map(([part, title]) => `<li><a href="#${part}">${escaped(title)}</a></li>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self'">
<title>Your data at Sounding</title><style>${STYLES}</style></head><body>
<h1>Your data at Sounding</h1>
<p>This is what we held of you on ${escaped(madeAt)}. Times are in UTC, and amounts in the smallest unit of their currency (cents).
The same is in <a href="data.json">data.json</a> for programs. Your documents lie in the folder <code>documents</code>, your sessions in <a href="calendar.ics">calendar.ics</a>.</p>
<p>Keep it in a safe place: whoever has this file can read all of it.</p>
<nav><ul>
${links.join('\n')}
</ul></nav>
`;
}

export function partHead(part: string): string {
  return `<h2 id="${escaped(part)}">${escaped(PART_TITLES[part] ?? label(part))}</h2>\n`;
}

export function rowText(row: ExportRow['row']): string {
  const fields = Object.entries(row).map(([name, of]) => `<dt>${escaped(label(name))}</dt><dd>${value(of)}</dd>`);
  return `<dl>${fields.join('')}</dl>\n`;
}

export const NOTHING = '<p>Nothing.</p>\n';
export const PAGE_END = '</body></html>\n';
