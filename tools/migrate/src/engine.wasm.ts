/**
 * Prisma's own schema engine, run in WASM: it writes the same `_prisma_migrations` as `prisma migrate deploy` and needs
 * no native download. (`migrate deploy` with a stand-in engine exits 0 and does nothing, so it is never called.)
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineGlue from '@prisma/schema-engine-wasm/schema_engine_bg';

let loaded: Promise<void> | undefined;

async function load(): Promise<void> {
  const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(glue.replace(/schema_engine_bg\.js$/, 'schema_engine_bg.wasm'));
  const imports = engineGlue as unknown as WebAssembly.ModuleImports;
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': imports });
  engineGlue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

/** Opens the engine on a database; the caller frees it. */
export async function openEngine(connectionString: string): Promise<engineGlue.SchemaEngine> {
  loaded ??= load();
  await loaded;
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString }));
  return engineGlue.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
}

export const NO_FILTERS = { externalTables: [], externalEnums: [] };
