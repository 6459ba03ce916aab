export * from './migrate.database.ts';
export { fingerprintOf, type Migration, migrationsOf } from './migrations.files.ts';
