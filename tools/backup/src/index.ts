export * from './backup.files.ts';
export { generationOf, newest, stampOf } from './generations.ts';
export { type PostgresTools, postgresTools } from './postgres.process.ts';
