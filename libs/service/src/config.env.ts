/** Settings from the environment, checked at start: a wrong one is named, and the process ends with code 2. */
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Some setting is missing or wrong. The message names each one and never repeats its value. */
export class WrongSetting extends Error {
  override readonly name = 'WrongSetting';
}

/** Reads settings by a zod shape whose fields are the names of the variables. An empty variable counts as absent. */
export function readConfig<S extends z.ZodType>(shape: S, environment: Environment = process.env): z.output<S> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = shape.safeParse(given);
  if (read.success) return read.data;
  const lines = read.error.issues.map((issue) => `  ${issue.path.join('.') || 'settings'}: ${issue.message}`);
  throw new WrongSetting(`These settings are missing or wrong:\n${lines.join('\n')}`);
}

/** What every service and door is told. */
export const BaseSettings = z.object({
  NODE_ENV: z.string().default('development'),
  NATS_URL: z.string().min(1),
  NATS_USER: z.string().min(1).optional(),
  NATS_PASSWORD: z.string().min(1),
  /** Certificates (PEM) that the server's own must come from. */
  NATS_CA_FILE: z.string().min(1).optional(),
  SOUNDING_HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  SOUNDING_TOKEN_KEYS: z.string().min(1).optional(),
  SOUNDING_TOKEN_SECRET: z.string().min(1).optional(),
  SOUNDING_CLOCK_FILE: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
