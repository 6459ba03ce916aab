/** Settings of each container of `docker-compose.yml`. Pure: a secret reaches only the part that needs it. */
import { DOORS, SERVICES } from '@sounding/contracts';
import { loginsOf, passwordVariable } from '@sounding/tool-contracts';
import { publicKeys, type Secrets } from './secrets.files.ts';

type Environment = Readonly<Record<string, string>>;

const upper = (name: string): string => name.toUpperCase().replaceAll('-', '_');

function database(secrets: Secrets, service: string, role: 'owner' | 'app'): string {
  const password = secrets.databases[service]?.[role] ?? '';
  return `postgresql://${service}_${role}:${password}@postgres:5432/sounding_${service}`;
}

function bus(secrets: Secrets, user: string): Environment {
  return {
    NATS_URL: 'nats://nats:4222',
    NATS_USER: user,
    NATS_PASSWORD: secrets.nats[user] ?? '',
    SOUNDING_HEALTH_PORT: '8080',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
  };
}

/** What one service alone needs. Stripe and mail are real here, so whoever runs it fills them in. */
function ofService(secrets: Secrets, service: string): Environment {
  const own: Record<string, Environment> = {
    identity: {
      SMTP_URL: 'smtp://user:password@smtp.example.org:587',
      AUTH_SECRET: secrets.authSecret,
      AUTH_STAFF_SECRET: secrets.authStaffSecret,
    },
    billing: {
      STRIPE_SECRET_KEY: 'sk_test_fill_in',
      STRIPE_WEBHOOK_SECRET: 'whsec_fill_in',
      STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_fill_in',
    },
    workspace: { TURN_SECRET: secrets.turnSecret, TURN_URLS: 'turn:localhost:3478?transport=udp' },
  };
  return {
    ...bus(secrets, service),
    [`DATABASE_URL_${upper(service)}`]: database(secrets, service, 'app'),
    SOUNDING_TOKEN_KEYS: publicKeys(secrets.tokenKey),
    SOUNDING_DATA_KEY: secrets.dataKey,
    SOUNDING_HOME: '/objects-home',
    PUBLIC_URL: 'http://localhost:3000',
    CONSOLE_URL: 'http://localhost:3001',
    ...own[service],
  };
}

function ofDoor(secrets: Secrets, door: string): Environment {
  return {
    ...bus(secrets, door),
    SOUNDING_TOKEN_KEYS: publicKeys(secrets.tokenKey),
    SOUNDING_TOKEN_SECRET: JSON.stringify(secrets.tokenKey),
    SOUNDING_LISTEN_HOST: '0.0.0.0',
    SOUNDING_LISTEN_PORT: door === 'gateway' ? '3000' : '3001',
    SOUNDING_HOME: '/objects-home',
    PUBLIC_URL: 'http://localhost:3000',
    CONSOLE_URL: 'http://localhost:3001',
  };
}

/** File name (without `.env`) to settings. */
export function composeSettings(secrets: Secrets): ReadonlyMap<string, Environment> {
  const files = new Map<string, Environment>();
  for (const service of SERVICES) {
    files.set(service, ofService(secrets, service));
    const owner = { [`DATABASE_OWNER_URL_${upper(service)}`]: database(secrets, service, 'owner') };
    files.set(`migrate-${service}`, owner);
  }
  for (const door of DOORS) files.set(door, ofDoor(secrets, door));
  files.set('provision', bus(secrets, 'provision'));
  const passwords = SERVICES.flatMap((service): [string, string][] => [
    [`DATABASE_OWNER_PASSWORD_${upper(service)}`, secrets.databases[service]?.owner ?? ''],
    [`DATABASE_APP_PASSWORD_${upper(service)}`, secrets.databases[service]?.app ?? ''],
  ]);
  files.set('postgres', { POSTGRES_PASSWORD: secrets.postgres, ...Object.fromEntries(passwords) });
  // The server parses a value as configuration, so that it stands in double quotes.
  const users = [...SERVICES, ...DOORS, 'provision'].flatMap(loginsOf);
  files.set('nats', Object.fromEntries(users.map((user) => [passwordVariable(user), `"${secrets.nats[user]}"`])));
  files.set('coturn', { TURN_SECRET: secrets.turnSecret, TURN_ADDRESS: '127.0.0.1' });
  return files;
}

/** Text of an env file. Single quotes keep Docker from reading `$` and `"` in a value. */
export function envText(settings: Environment): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
}
