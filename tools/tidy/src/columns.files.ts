/** Reads the schemas and what is said of their columns. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnsOf, problemsOf, saidOf } from './columns.ts';

/** What docs/reference/what-is-sealed.md lacks, or says of what is not there; in words. */
export function unsaidColumns(root: string): string[] {
  const document = readFileSync(join(root, 'docs/reference/what-is-sealed.md'), 'utf8');
  const schemaOf = (service: string) => join(root, 'apps', service, 'prisma/schema.prisma');
  const services = readdirSync(join(root, 'apps')).filter((name) => existsSync(schemaOf(name)));
  const gone = [...saidOf(document).keys()]
    .filter((name) => name !== 'every service' && !services.includes(name))
    .map((name) => `${name}: there is no such service.`);
  const each = services.flatMap((name) => problemsOf(name, columnsOf(readFileSync(schemaOf(name), 'utf8')), document));
  return [...each, ...gone];
}
