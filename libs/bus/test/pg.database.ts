/** A `Database` over `pg` alone, as Prisma gives it in a service. */
import type { Database, Tx } from '@sounding/bus';
import pg from 'pg';

export function pgDatabase(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 20, connectionTimeoutMillis: 2_000 });
  pool.on('error', () => undefined);
  return {
    pool,
    url,
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('begin');
        const tx: Tx = {
          $queryRawUnsafe: async <T>(sql: string, ...values: unknown[]) => (await client.query(sql, values)).rows as T,
          $executeRawUnsafe: async (sql, ...values) => (await client.query(sql, values)).rowCount ?? 0,
        };
        const result = await work(tx);
        await client.query('commit');
        return result;
      } catch (error) {
        broken = await client.query('rollback').then(
          () => undefined,
          (late: Error) => late,
        );
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}
