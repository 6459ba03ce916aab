/**
 * `node tools/migrate/dist/main.js [<service>...]`: applies what is missing, from DATABASE_OWNER_URL_<SERVICE>.
 * Without names, every service whose address is in the environment.
 */
import { SERVICES } from '@sounding/contracts';
import { migrate } from './migrate.database.ts';

const variable = (service: string): string => `DATABASE_OWNER_URL_${service.toUpperCase()}`;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !SERVICES.some((service) => service === name));
if (unknown.length > 0) {
  console.error(`No such service: ${unknown.join(', ')}. There are: ${SERVICES.join(', ')}.`);
  process.exit(2);
}
const services = asked.length > 0 ? asked : SERVICES.filter((service) => process.env[variable(service)]);
if (services.length === 0) {
  console.error(`Nothing to migrate: set ${variable('booking')} and the like.`);
  process.exit(2);
}
for (const service of services) {
  const url = process.env[variable(service)];
  if (!url) {
    console.error(`${variable(service)} is not set.`);
    process.exit(2);
  }
  try {
    const applied = await migrate(service, url);
    console.log(`${service}: ${applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
