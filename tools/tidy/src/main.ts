/** `node tools/tidy/dist/main.js`: names every place that breaks a rule of the tree; exits 1 when there is one. */
import { join } from 'node:path';
import { unsaidColumns } from './columns.files.ts';
import { tidy } from './rules.ts';
import { sourcesOf } from './sources.files.ts';

const root = join(import.meta.dirname, '../../..');
const findings = tidy(sourcesOf(root));
const unsaid = unsaidColumns(root);
for (const { path, line, rule, message } of findings) console.log(`${path}:${line} ${rule}: ${message}`);
for (const problem of unsaid) console.log(`columns-said: ${problem}`);
if (findings.length > 0) console.log(`\n${findings.length} found. The rules are explained in tools/tidy/README.md.`);
process.exit(findings.length + unsaid.length > 0 ? 1 : 0);
