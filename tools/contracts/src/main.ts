/** `node tools/contracts/dist/main.js [--check]`: writes what is made from the contracts, or fails when it is stale. */
import { staleFiles, writeGenerated } from './generated.files.ts';
import { missingSamples, writeMissingSamples } from './samples.files.ts';

if (process.argv.includes('--check')) {
  const stale = [...staleFiles(), ...missingSamples().map((name) => `libs/contracts/samples/${name}.json`)];
  for (const path of stale) process.stderr.write(`${path} is stale: run \`npm run contracts\`\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  const samples = writeMissingSamples().map((name) => `libs/contracts/samples/${name}.json`);
  const written = [...writeGenerated(), ...samples];
  process.stdout.write(written.length > 0 ? `wrote ${written.join(', ')}\n` : 'nothing was stale\n');
}
