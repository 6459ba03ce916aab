/** Which pieces of a copy are real servers given in the environment, and which are embedded. Pure. */
import { SERVICES, type Service } from '@sounding/contracts';

export interface OwnDatabase {
  readonly url: string;
  /** Absent: whoever runs that server migrates it. */
  readonly ownerUrl?: string;
}

export interface Settings {
  readonly databases: Partial<Record<Service, OwnDatabase>>;
  readonly nats?: string;
  readonly stripe?: { readonly key: string };
  readonly stripeWebhookSecret?: string;
  /** Of the endpoint for connected accounts, where it has its own. */
  readonly stripeConnectWebhookSecret?: string;
  readonly smtp?: string;
  readonly s3?: string;
  /** The identity provider of staff, as identity reads it: OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_MFA. */
  readonly oidc?: Readonly<Record<string, string>>;
}

type Environment = Record<string, string | undefined>;

function urlProblem(name: string, value: string | undefined, protocols: readonly string[]): string | null {
  if (value === undefined) return null;
  const example = `${protocols[0]}//host:port`;
  if (!URL.canParse(value)) return `${name} is not an address. Expected something like ${example}.`;
  const { protocol, hostname } = new URL(value);
  if (!protocols.includes(protocol))
    return `${name} begins with ${protocol}//; expected ${protocols.join('// or ')}//.`;
  return hostname === '' ? `${name} names no host. Expected something like ${example}.` : null;
}

function databaseProblems(env: Environment, service: Service): string[] {
  const name = `DATABASE_URL_${service.toUpperCase()}`;
  const owner = `DATABASE_OWNER_URL_${service.toUpperCase()}`;
  const protocols = ['postgresql:', 'postgres:'];
  const problems = [urlProblem(name, env[name], protocols), urlProblem(owner, env[owner], protocols)];
  if (env[owner] && !env[name])
    problems.push(`${owner} is set but ${name} is not: the service would use another database.`);
  return problems.filter((problem) => problem !== null);
}

/** A sentence for each setting that cannot be right; empty when all is well. */
export function settingProblems(env: Environment): string[] {
  const problems = SERVICES.flatMap((service) => databaseProblems(env, service));
  const urls = [
    urlProblem('NATS_URL', env.NATS_URL, ['nats:', 'tls:']),
    urlProblem('SMTP_URL', env.SMTP_URL, ['smtp:', 'smtps:']),
    urlProblem('S3_URL', env.S3_URL, ['https:', 'http:']),
    urlProblem('OIDC_ISSUER', env.OIDC_ISSUER, ['https:', 'http:']),
  ];
  problems.push(...urls.filter((problem) => problem !== null));
  const key = env.STRIPE_SECRET_KEY;
  if (key && !/^(sk|rk)_(test|live)_/.test(key)) {
    problems.push('STRIPE_SECRET_KEY does not look like a secret key of Stripe (sk_test_… or rk_test_…).');
  }
  for (const name of ['STRIPE_WEBHOOK_SECRET', 'STRIPE_CONNECT_WEBHOOK_SECRET']) {
    if (env[name] && !env[name].startsWith('whsec_')) {
      problems.push(`${name} does not look like a signing secret of Stripe (whsec_…).`);
    }
  }
  if (key && !env.STRIPE_WEBHOOK_SECRET) {
    problems.push('STRIPE_SECRET_KEY is set but STRIPE_WEBHOOK_SECRET is not: what Stripe sends could not be checked.');
  }
  return problems;
}

/** The settings of an environment in which `settingProblems` found nothing. */
/** Identity itself says when one of them is missing. */
function oidcOf(env: Environment): Record<string, string> {
  const names = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_MFA'];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

export function readSettings(env: Environment): Settings {
  const databases: Partial<Record<Service, OwnDatabase>> = {};
  for (const service of SERVICES) {
    const url = env[`DATABASE_URL_${service.toUpperCase()}`];
    const ownerUrl = env[`DATABASE_OWNER_URL_${service.toUpperCase()}`];
    if (url) databases[service] = { url, ...(ownerUrl ? { ownerUrl } : {}) };
  }
  return {
    databases,
    ...(env.NATS_URL ? { nats: env.NATS_URL } : {}),
    ...(env.STRIPE_SECRET_KEY ? { stripe: { key: env.STRIPE_SECRET_KEY } } : {}),
    ...(env.STRIPE_WEBHOOK_SECRET ? { stripeWebhookSecret: env.STRIPE_WEBHOOK_SECRET } : {}),
    ...(env.STRIPE_CONNECT_WEBHOOK_SECRET ? { stripeConnectWebhookSecret: env.STRIPE_CONNECT_WEBHOOK_SECRET } : {}),
    ...(env.SMTP_URL ? { smtp: env.SMTP_URL } : {}),
    ...(env.S3_URL ? { s3: env.S3_URL } : {}),
    ...(env.OIDC_ISSUER ? { oidc: oidcOf(env) } : {}),
  };
}
