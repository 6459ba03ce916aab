/**
 * Prisma's own schema engine, run in WASM: it writes the same `_prisma_migrations` as `prisma migrate deploy` and needs
 * no native download. (`migrate deploy` with a stand-in engine exits 0 and does nothing, so it is never called.)
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, DriverAdapterError } from '@prisma/driver-adapter-utils';
import * as engineGlue from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

let loaded: Promise<void> | undefined;

/** The engine never clears the ten seconds it gives the lock, and would keep our process alive for that long. */
function withoutWaiting(glue: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  const timers = Object.keys(glue).filter((name) => name.startsWith('__wbg_setTimeout_'));
  const unheld = (callback: () => void, ms: number) => setTimeout(callback, ms >>> 0).unref();
  return { ...glue, ...Object.fromEntries(timers.map((name) => [name, unheld])) };
}

async function load(): Promise<void> {
  const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(glue.replace(/schema_engine_bg\.js$/, 'schema_engine_bg.wasm'));
  const imports = withoutWaiting(engineGlue as unknown as WebAssembly.ModuleImports);
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': imports });
  engineGlue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

/**
 * adapter-pg cuts a script at every semicolon, which breaks the bodies of functions and triggers. PostgreSQL takes the
 * whole script at once, in one transaction, so that a migration that fails leaves nothing behind.
 */
class WholeScripts extends PrismaPg {
  readonly #open: Awaited<ReturnType<PrismaPg['connect']>>[] = [];

  constructor(private readonly connectionString: string) {
    super({ connectionString });
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    adapter.executeScript = (script) => runWhole(this.connectionString, script);
    this.#open.push(adapter);
    return adapter;
  }

  /** The engine's lock on the migrations lives as long as its session; unclosed, the next migration waits for it. */
  async close(): Promise<void> {
    await Promise.all(this.#open.map((adapter) => adapter.dispose()));
  }
}

async function runWhole(connectionString: string, script: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(script);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    throw new DriverAdapterError({
      kind: 'postgres',
      code: error.code ?? '',
      severity: error.severity ?? 'ERROR',
      message: error.message,
      detail: error.detail,
      column: error.column,
      hint: error.hint,
    });
  } finally {
    await client.end();
  }
}

/** Lends the engine, connected to a database, and closes it afterwards. */
export async function withEngine<T>(
  connectionString: string,
  work: (engine: engineGlue.SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load();
  await loaded;
  const factory = new WholeScripts(connectionString);
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const engine = await engineGlue.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await factory.close();
  }
}

export const NO_FILTERS = { externalTables: [], externalEnums: [] };
