/** One database connection that listens, and that is told when rows wait. It comes back by itself after any loss. */
import pg from 'pg';
import { sentenceOf } from './failure.ts';
import type { Log } from './log.ts';
import { pause } from './wire.ts';

export class Listener {
  private client: pg.Client | null = null;
  private stopped = false;
  private readonly heard = new Map<string, (payload: string | null) => void>();

  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly log: Log,
  ) {}

  on(channel: string, hear: (payload: string | null) => void): void {
    this.heard.set(channel, hear);
  }

  /** The connected client, or null while the database is away. */
  current(): pg.Client | null {
    return this.client;
  }

  async start(): Promise<void> {
    for (let tries = 0; !this.stopped; tries++) {
      try {
        await this.open();
        return;
      } catch (error) {
        this.log.warn({ error: sentenceOf(error) }, 'the database is away; trying again');
        await new Promise((resolve) => setTimeout(resolve, pause(tries, 100, 2_000)));
      }
    }
  }

  private async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: `${this.name}-bus`,
      connectionTimeoutMillis: 5_000,
      query_timeout: 60_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('the connection ended')));
    client.on('notification', (note) => this.heard.get(note.channel)?.(note.payload ?? ''));
    try {
      await client.connect();
      // Marks that are lost in a crash are only published twice, which the message id makes harmless.
      const channels = [...this.heard.keys()].map((channel) => `listen ${pg.escapeIdentifier(channel)}`);
      await client.query(['set synchronous_commit = off', ...channels].join('; '));
    } catch (error) {
      await client
        .end()
        .catch((late: unknown) => this.log.warn({ error: sentenceOf(late) }, 'a connection would not end'));
      throw error;
    }
    this.client = client;
    for (const hear of this.heard.values()) hear(null);
  }

  private lost(client: pg.Client, error: Error): void {
    if (this.client !== client) return;
    this.client = null;
    if (this.stopped) return;
    this.log.warn({ error: sentenceOf(error) }, 'lost the listening connection');
    void this.start();
  }

  /** Drops a connection that does not answer; a new one is made. */
  drop(client: pg.Client, error: unknown): void {
    this.lost(client, error instanceof Error ? error : new Error(String(error)));
    void client
      .end()
      .catch((late: unknown) => this.log.warn({ error: sentenceOf(late) }, 'a connection would not end'));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    const { client } = this;
    this.client = null;
    await client?.end();
  }
}
