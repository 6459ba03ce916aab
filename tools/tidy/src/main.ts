/** `node tools/tidy/dist/main.js`: names every place that breaks a rule of the tree; exits 1 when there is one. */
import { join } from 'node:path';
import { tidy } from './rules.ts';
import { sourcesOf } from './sources.files.ts';

const findings = tidy(sourcesOf(join(import.meta.dirname, '../../..')));
for (const { path, line, rule, message } of findings) console.log(`${path}:${line} ${rule}: ${message}`);
if (findings.length > 0) console.log(`\n${findings.length} found. The rules are explained in tools/tidy/README.md.`);
process.exit(findings.length > 0 ? 1 : 0);
