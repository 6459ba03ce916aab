/** Where the running copy is: by SOUNDING_PORT, or named outright. */
import type { Copy } from './hire.ts';

/** @throws when a setting is no port or no address */
export function runningCopy(): Copy {
  const port = Number(process.env.SOUNDING_PORT ?? '3000');
  if (!Number.isInteger(port) || port < 1 || port > 65_435)
    throw new Error(`SOUNDING_PORT=${process.env.SOUNDING_PORT} is no port`);
  const at = (offset: number) => `http://localhost:${port + offset}`;
  return {
    site: process.env.PUBLIC_URL ?? at(0),
    stripe: process.env.STRIPE_API_URL ?? at(2),
    mail: process.env.MAIL_VIEWER_URL ?? at(3),
  };
}
