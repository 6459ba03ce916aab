/** The process around a service or door: its name, settings and log, and what must be closed when it ends. */
import type { Logger } from 'pino';
import type { Environment } from './config.env.ts';

/** Something that /readyz shows of a process. A warning is for the operator, and leaves the process ready. */
export interface Fact {
  readonly warning: string | null;
}

export class Host {
  private readonly closers: (() => Promise<void>)[] = [];
  private readonly facts = new Map<string, () => Fact>();
  private readonly needed: (() => Promise<string | null>)[] = [];

  constructor(
    readonly name: string,
    readonly environment: Environment,
    readonly log: Logger,
  ) {}

  /** Registers a fact, which is asked for at every look. */
  shows(name: string, fact: () => Fact): void {
    this.facts.set(name, fact);
  }

  /** Registers something without which the process is not ready; it answers what is wrong, in words. */
  needs(problem: () => Promise<string | null>): void {
    this.needed.push(problem);
  }

  async problems(): Promise<string[]> {
    const found = await Promise.all(this.needed.map((problem) => problem()));
    return found.filter((problem) => problem !== null);
  }

  /** The facts by name, and their warnings. */
  shown(): { facts: Record<string, object>; warnings: string[] } {
    const all = [...this.facts].map(([name, look]) => ({ name, ...look() }));
    return {
      facts: Object.fromEntries(all.map(({ name, warning: _, ...fact }) => [name, fact])),
      warnings: all.flatMap(({ warning }) => warning ?? []),
    };
  }

  /** Registers what to close after the bus went silent; the last registered closes first. */
  onStop(close: () => Promise<void>): void {
    this.closers.unshift(close);
  }

  async stop(): Promise<void> {
    for (const close of this.closers) await close();
  }
}
