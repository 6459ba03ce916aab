/** `node tools/contracts/dist/main.js [--check]`: writes what is made from the contracts, or fails when it is stale. */
import { staleFiles, writeGenerated } from './generated.files.ts';

if (process.argv.includes('--check')) {
  const stale = staleFiles();
  for (const path of stale) process.stderr.write(`${path} is stale: run \`npm run contracts\`\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  const written = writeGenerated();
  process.stdout.write(written.length > 0 ? `wrote ${written.join(', ')}\n` : 'nothing was stale\n');
}
