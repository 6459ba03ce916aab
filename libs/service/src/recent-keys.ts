/** Unwrapped data keys, a few and for a short time. What leaves is overwritten. */

/** How long a copy of the service may still open texts whose key another copy destroyed. */
export const KEYS_LIVE_MS = 60_000;
const MOST = 512;

/** A data key as it is used: `before` opens what has not moved to `key` yet. */
export interface DataKey {
  readonly key: Uint8Array;
  readonly before: Uint8Array | null;
}

/** Null: the owner's key was destroyed. */
type Known = DataKey | null;

export class RecentKeys {
  private readonly entries = new Map<string, { known: Known; until: number }>();
  /** Owners whose key is being destroyed or replaced: until then it is read from the database each time. */
  private readonly avoided = new Map<string, number>();

  constructor(
    private readonly most = MOST,
    private readonly livesMs = KEYS_LIVE_MS,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  /** A copy, which the asker overwrites when it is done; undefined: ask the database. */
  get(owner: string, now: number): Known | undefined {
    const entry = this.entries.get(owner);
    if (!entry) return undefined;
    if (entry.until > now) return entry.known && copied(entry.known);
    this.drop(owner);
    return undefined;
  }

  put(owner: string, known: Known, now: number): void {
    this.drop(owner);
    if ((this.avoided.get(owner) ?? 0) > now) return;
    for (const oldest of this.entries.keys()) {
      if (this.entries.size < this.most) break;
      this.drop(oldest);
    }
    this.entries.set(owner, { known: known && copied(known), until: now + this.livesMs });
  }

  drop(owner: string): void {
    const known = this.entries.get(owner)?.known;
    if (known) overwrite(known);
    this.entries.delete(owner);
  }

  /** Drops a key and does not keep it again for a while: whoever reads it before the commit of its end must not keep it beyond. */
  avoid(owner: string, now: number): void {
    this.drop(owner);
    this.avoided.set(owner, now + this.livesMs);
  }

  /** Drops what is too old, so that a key that nobody asks for leaves memory too. */
  sweep(now: number): void {
    for (const [owner, { until }] of this.entries) if (until <= now) this.drop(owner);
    for (const [owner, until] of this.avoided) if (until <= now) this.avoided.delete(owner);
  }

  clear(): void {
    for (const owner of [...this.entries.keys()]) this.drop(owner);
  }
}

function copied({ key, before }: DataKey): DataKey {
  return { key: Uint8Array.from(key), before: before && Uint8Array.from(before) };
}

export function overwrite({ key, before }: DataKey): void {
  key.fill(0);
  before?.fill(0);
}
