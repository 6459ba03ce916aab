/** Columns that can hold text or bytes, as the Prisma schemas name them, and what docs/reference/what-is-sealed.md says of them. */

export interface Column {
  /** `account.email`, by the names of the database. */
  readonly name: string;
  readonly type: 'String' | 'Json' | 'Bytes';
}

export const KEPT = ['sealed', 'emptied', 'public', 'pseudonymous id', 'technical', 'clear'] as const;
export type Kept = (typeof KEPT)[number];

/** Every column of a schema that can hold text or bytes; ids of type uuid cannot. */
export function columnsOf(schema: string): Column[] {
  return [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)\n\}/gm)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '';
    return body.split('\n').flatMap((line) => {
      const [, field, type, rest = ''] = /^\s+(\w+)\s+(String|Json|Bytes)\b(.*)$/.exec(line) ?? [];
      if (!field || !type || rest.includes('@db.Uuid')) return [];
      const column = /(?<!@)@map\("(\w+)"\)/.exec(rest)?.[1] ?? field;
      return [{ name: `${table}.${column}`, type: type as Column['type'] }];
    });
  });
}

/** What the document says, by service and column. */
export function saidOf(document: string): Map<string, Map<string, { kept: string; why: string }>> {
  const said = new Map<string, Map<string, { kept: string; why: string }>>();
  for (const section of document.split(/^## /m).slice(1)) {
    const service = section.slice(0, section.indexOf('\n')).trim();
    const columns = new Map<string, { kept: string; why: string }>();
    for (const [, names = '', kept = '', why = ''] of section.matchAll(/^\| (`.*?`) \| (.*?) \| (.*?) \|$/gm)) {
      for (const [, name = ''] of names.matchAll(/`([^`]+)`/g)) columns.set(name, { kept, why });
    }
    said.set(service, columns);
  }
  return said;
}

/** What is wrong with the document, in words; nothing when every column is named, once, with a reason, and in a way it can be kept. */
export function problemsOf(service: string, columns: readonly Column[], document: string): string[] {
  const said = saidOf(document).get(service) ?? new Map<string, { kept: string; why: string }>();
  const missing = columns
    .filter(({ name }) => !said.has(name))
    .map(({ name }) => `${service}: ${name} is new. Say in docs/reference/what-is-sealed.md how it is kept, and why.`);
  const wrong = [...said].flatMap(([name, { kept, why }]) => {
    const column = columns.find((one) => one.name === name);
    if (!column) return [`${service}: ${name} is not there any more.`];
    if (!KEPT.some((way) => way === kept)) return [`${service}: ${name} is kept in no known way: ${kept}.`];
    if (why.trim() === '') return [`${service}: ${name} has no reason.`];
    if (kept === 'sealed' && column.type !== 'Bytes')
      return [`${service}: ${name} is no column of bytes, so it is not sealed.`];
    if (column.type === 'Bytes' && (kept === 'public' || kept === 'clear')) {
      return [`${service}: ${name} is a column of bytes and neither sealed nor technical.`];
    }
    return [];
  });
  return [...missing, ...wrong];
}
