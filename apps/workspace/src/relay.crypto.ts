/** Credentials of the relay (coturn, `use-auth-secret`): good for one person in one room until the session is over. */
import { createHmac, randomBytes } from 'node:crypto';

export interface IceServer {
  urls: string[];
  username: string;
  credential: string;
}

/** A session that runs a little over, and clocks that differ a little. */
const GRACE_MS = 10 * 60_000;

/**
 * The TURN REST scheme (draft-uberti-behave-turn-rest-00): `<unix expiry>:<name>` as user, base64 of its HMAC-SHA1 as
 * password. coturn lives in real time, so the expiry is counted from `realNow` and not from the business clock.
 */
export function relayFor(
  who: { room: string; accountId: string },
  time: { realNow: number; msLeft: number },
  relay: { urls: readonly string[]; secret: string },
): IceServer {
  const expiry = Math.floor((time.realNow + Math.max(0, time.msLeft) + GRACE_MS) / 1_000);
  const username = `${expiry}:${who.room}-${who.accountId}`;
  const credential = createHmac('sha1', relay.secret).update(username).digest('base64');
  return { urls: [...relay.urls], username, credential };
}

/** A room name that cannot be guessed; also a NATS subject token. */
export function newRoomName(): string {
  return randomBytes(24).toString('base64url');
}
