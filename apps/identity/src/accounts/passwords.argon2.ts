/** Hashing of passwords, and a cap on how much of it happens at once: otherwise hashing itself is the way to stop the service. */
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '@sounding/contracts';

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane (about 27 ms here). argon2id is the library's default variant. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const AT_ONCE = 8;
/** The eight are through in a quarter of a second; a second later there is room, unless it is a flood. */
const RETRY_AFTER_SECONDS = 1;

@Injectable()
export class Passwords {
  private inFlight = 0;
  private decoy: Promise<string> | null = null;

  /** The PHC string to store. Refuses `too-many-requests` when eight are being worked on. */
  hash(password: string): Promise<string> {
    return this.oneOfFew(() => hash(password, COST));
  }

  /** Without a stored hash the same work is done against a decoy, so that an unknown address takes as long as a known one. */
  async isRight(stored: string | null, password: string): Promise<boolean> {
    return this.oneOfFew(async () => {
      this.decoy ??= hash(randomBytes(32), COST);
      const right = await verify(stored ?? (await this.decoy), password);
      return right && stored !== null;
    });
  }

  private async oneOfFew<T>(work: () => Promise<T>): Promise<T> {
    if (this.inFlight >= AT_ONCE) {
      const detail = 'Many people are signing in just now. Please try again in a moment.';
      throw new Refusal('too-many-requests', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    this.inFlight += 1;
    try {
      return await work();
    } finally {
      this.inFlight -= 1;
    }
  }
}
