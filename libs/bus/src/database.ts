/** What the bus needs of a service's database. */
import type { Pool } from 'pg';
import type { Tx } from './messages.ts';

export interface Database {
  /** For the bus's own single statements. */
  readonly pool: Pool;
  /** The same database without a pool: relay and inbox hold one connection to listen on. */
  readonly url: string;
  transaction<R>(work: (tx: Tx) => Promise<R>): Promise<R>;
}
