export { ended, signalGroup, spawnKept, stopChild } from './keeper.process.ts';
export { type NatsOptions, type NatsServer, startNats } from './nats.server.ts';
export { freePort, isFree } from './ports.net.ts';
export { type PostgresOptions, type PostgresServer, startPostgres } from './postgres.server.ts';
