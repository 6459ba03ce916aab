/** Codes of an authenticator app (RFC 6238): six digits of SHA-1, thirty seconds each, which is what all apps can do. */
import { Secret, TOTP } from 'otpauth';
import QRCode from 'qrcode';

/** One step before and one after: a clock may be half a minute off, and people type slowly. */
const WINDOW = 1;
const PERIOD_SECONDS = 30;

export interface AppSecret {
  readonly secret: string;
  readonly uri: string;
  readonly qr: string;
}

function totp(secret: string, label = ''): TOTP {
  return new TOTP({
    ...{ issuer: 'Sounding', label, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS },
    secret: Secret.fromBase32(secret),
  });
}

/** 160 random bits. `label` names the account in the app's list. */
export async function newAppSecret(label: string): Promise<AppSecret> {
  const secret = new Secret({ size: 20 }).base32;
  const uri = totp(secret, label).toString();
  return { secret, uri, qr: await QRCode.toString(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }) };
}

/** The step of business time; a code belongs to one. */
export function stepAt(now: Date): number {
  return Math.floor(now.getTime() / 1000 / PERIOD_SECONDS);
}

/** The step whose code this is, now or one beside it; null when it is none of theirs. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : stepAt(now) + delta;
}
