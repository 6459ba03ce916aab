/** The process around a service or door: its name, settings and log, and what must be closed when it ends. */
import type { Logger } from 'pino';
import type { Environment } from './config.env.ts';

export class Host {
  private readonly closers: (() => Promise<void>)[] = [];

  constructor(
    readonly name: string,
    readonly environment: Environment,
    readonly log: Logger,
  ) {}

  /** Registers what to close after the bus went silent; the last registered closes first. */
  onStop(close: () => Promise<void>): void {
    this.closers.unshift(close);
  }

  async stop(): Promise<void> {
    for (const close of this.closers) await close();
  }
}
