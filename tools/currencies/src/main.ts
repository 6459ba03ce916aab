/** `npm run currencies`: writes the table of minor units. */
import { TABLE, write } from './table.files.ts';

write();
process.stdout.write(`wrote ${TABLE}\n`);
