/** `npm run compose-settings`: writes `deploy/compose/<part>.env` with fresh secrets, once, for `docker compose up`. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userNames } from '@sounding/tool-contracts';
import { composeSettings, envText } from './compose.ts';
import { ROOT } from './pieces.process.ts';
import { loadSecrets } from './secrets.files.ts';

const folder = join(ROOT, 'deploy/compose');
mkdirSync(folder, { recursive: true, mode: 0o700 });
const secrets = loadSecrets(join(folder, 'secrets.json'), userNames(false));
for (const [name, settings] of composeSettings(secrets)) {
  const file = join(folder, `${name}.env`);
  // What is there was edited by whoever runs it: Stripe's keys, the mail server.
  if (existsSync(file)) continue;
  writeFileSync(file, envText(settings), { mode: 0o600 });
  console.log(`wrote deploy/compose/${name}.env`);
}
console.log('Fill in SMTP_URL in identity.env and the Stripe keys in billing.env, then: docker compose up --build');
