/** What each process is told. Pure: the same copy always tells the same. A secret reaches only who needs it. */
import { DOORS, SERVICES } from '@sounding/contracts';
import type { Ports } from './ports.ts';

export interface Facts {
  readonly home: string;
  readonly base: number;
  readonly ports: Ports;
  readonly natsUrl: string;
  readonly natsPasswords: Record<string, string>;
  readonly databaseUrls: Record<string, string>;
  readonly tokenKeys: string;
  readonly tokenSecret: string;
  readonly dataKey: string;
  readonly authSecret: string;
  readonly authStaffSecret: string;
  readonly turnSecret: string;
  readonly stripeKey: string;
  readonly stripeWebhookSecret: string;
  /** Absent: the real Stripe. */
  /** Of the endpoint for connected accounts, where it has its own. */
  readonly stripeConnectWebhookSecret?: string;
  readonly stripeApiUrl?: string;
  readonly smtpUrl: string;
  readonly s3Url?: string;
  readonly otlpUrl?: string;
  readonly chromium?: string;
  /** PATH, HOME and the like, from whoever started the copy. */
  readonly machine: Record<string, string>;
}

type Environment = Record<string, string>;

const isDoor = (name: string): boolean => DOORS.some((door) => door === name);
const isService = (name: string): boolean => SERVICES.some((service) => service === name);

function shared(facts: Facts): Environment {
  return {
    ...facts.machine,
    NODE_ENV: 'development',
    TZ: 'UTC',
    SOUNDING_HOME: facts.home,
    SOUNDING_PORT: String(facts.base),
    SOUNDING_CLOCK_FILE: clockFile(facts.home),
    PUBLIC_URL: `http://localhost:${facts.ports.gateway}`,
    CONSOLE_URL: `http://localhost:${facts.ports.console}`,
    ...(facts.otlpUrl ? { OTEL_EXPORTER_OTLP_ENDPOINT: facts.otlpUrl } : {}),
  };
}

export const clockFile = (home: string): string => `${home}/clock.json`;

function busUser(facts: Facts, name: string): Environment {
  return { NATS_URL: facts.natsUrl, NATS_USER: name, NATS_PASSWORD: facts.natsPasswords[name] ?? '' };
}

/** Receipts writes documents, identity attaches them to mails, the gateway streams them and keeps pictures, and catalog deletes these of who is erased. */
const WITH_OBJECTS: readonly string[] = ['receipts', 'identity', 'gateway', 'catalog'];

function objects({ s3Url }: Facts): Environment {
  return s3Url ? { S3_URL: s3Url } : {};
}

function ofService(facts: Facts, name: string): Environment {
  const own: Record<string, Environment> = {
    identity: {
      SMTP_URL: facts.smtpUrl,
      AUTH_SECRET: facts.authSecret,
      AUTH_STAFF_SECRET: facts.authStaffSecret,
    },
    billing: {
      STRIPE_SECRET_KEY: facts.stripeKey,
      ...webhookSecrets(facts),
      ...(facts.stripeApiUrl ? { STRIPE_API_URL: facts.stripeApiUrl } : {}),
    },
    receipts: facts.chromium ? { PUPPETEER_EXECUTABLE_PATH: facts.chromium } : {},
    workspace: { TURN_SECRET: facts.turnSecret, TURN_URLS: turnUrls(facts.ports) },
  };
  const variable = `DATABASE_URL_${name.toUpperCase()}`;
  return {
    [variable]: facts.databaseUrls[name] ?? '',
    SOUNDING_TOKEN_KEYS: facts.tokenKeys,
    SOUNDING_DATA_KEY: facts.dataKey,
    ...(WITH_OBJECTS.includes(name) ? objects(facts) : {}),
    ...own[name],
  };
}

function webhookSecrets({ stripeWebhookSecret, stripeConnectWebhookSecret: connect }: Facts): Environment {
  return {
    STRIPE_WEBHOOK_SECRET: stripeWebhookSecret,
    ...(connect ? { STRIPE_CONNECT_WEBHOOK_SECRET: connect } : {}),
  };
}

function turnUrls(ports: Ports): string {
  return ['udp', 'tcp'].map((transport) => `turn:127.0.0.1:${ports.turn}?transport=${transport}`).join(',');
}

function ofDoor(facts: Facts, name: string, copy: 1 | 2): Environment {
  const first = name === 'gateway' ? facts.ports.gateway : facts.ports.console;
  return {
    SOUNDING_TOKEN_SECRET: facts.tokenSecret,
    SOUNDING_TOKEN_KEYS: facts.tokenKeys,
    // The demo accounts have published passwords: nobody but this machine reaches a development copy.
    SOUNDING_LISTEN_HOST: '127.0.0.1',
    SOUNDING_LISTEN_PORT: String(copy === 2 ? facts.ports.secondGateway : first),
    ...(WITH_OBJECTS.includes(name) ? objects(facts) : {}),
  };
}

function ofEmulator(facts: Facts): Environment {
  return {
    STRIPE_SECRET_KEY: facts.stripeKey,
    ...webhookSecrets(facts),
    STRIPE_EMULATOR_ORIGIN: `http://localhost:${facts.ports.stripe}`,
    STRIPE_EMULATOR_PORT: String(facts.ports.stripe),
    STRIPE_EMULATOR_DATA: `${facts.home}/stripe`,
    STRIPE_WEBHOOK_URL: `http://127.0.0.1:${facts.ports.gateway}/webhooks/stripe`,
  };
}

/** The whole environment of one process. Nothing else of the starter's environment is passed on. */
export function environmentOf(facts: Facts, name: string, copy: 1 | 2 = 1): Environment {
  if (name === 'stripe-emulator') return { ...shared(facts), ...ofEmulator(facts) };
  const common = {
    ...shared(facts),
    ...busUser(facts, name),
    SOUNDING_HEALTH_PORT: String(facts.ports.health(name, copy)),
  };
  if (isService(name)) return { ...common, ...ofService(facts, name) };
  if (isDoor(name)) return { ...common, ...ofDoor(facts, name, copy) };
  return common;
}
