/** The code that a demo account's authenticator app would show. */
import { Secret, TOTP } from 'otpauth';

export const STEP_MS = 30_000;

/** Six digits; `at` is an instant of the copy's own clock. */
export function appCode(secret: string, at: Date): string {
  const totp = new TOTP({ algorithm: 'SHA1', digits: 6, period: STEP_MS / 1000, secret: Secret.fromBase32(secret) });
  return totp.generate({ timestamp: at.getTime() });
}
