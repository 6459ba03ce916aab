/** Readiness knows the schema it needs: every migration that this build ships must be applied. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { busMigrations } from '@sounding/bus';
import type { Pool } from 'pg';

/** The folder of the migrations of the keyring, applied into every service's database after the bus's own. */
const keyMigrations = new URL('../prisma/migrations/', import.meta.url);

/** Names of the migrations in a folder; none when there is no such folder. */
export function migrationsIn(folder: URL | string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export class SchemaCheck {
  private readonly needed: readonly string[];
  private complete = false;

  /** `main`: the file that runs, `apps/<service>/dist/main.js`; its migrations lie beside `dist`. */
  constructor(main: URL | null) {
    const own = main ? migrationsIn(fileURLToPath(new URL('../prisma/migrations', main))) : [];
    this.needed = [...migrationsIn(busMigrations), ...migrationsIn(keyMigrations), ...own];
  }

  /** The problem in words, or null when the database has what this build needs. */
  async problem(pool: Pool): Promise<string | null> {
    if (this.complete) return null;
    const { rows } = await pool.query(
      'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
    );
    const applied = new Set((rows as { migration_name: string }[]).map((row) => row.migration_name));
    const missing = this.needed.filter((name) => !applied.has(name));
    if (missing.length > 0) return `database: not migrated yet (${missing.join(', ')})`;
    this.complete = true;
    return null;
  }
}
