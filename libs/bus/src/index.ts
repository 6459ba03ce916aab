export { audienceOf } from './audience.ts';
export { type AskOptions, Bus, type BusSettings } from './bus.client.ts';
export { BusTransport, type TransportSettings } from './bus.transport.ts';
export type { NatsSettings } from './connection.nats.ts';
export type { Database } from './database.ts';
export {
  type DeadLetter,
  discardDeadLetter,
  findDeadLetters,
  listDeadLetters,
  replayDeadLetter,
} from './dead-letters.store.ts';
export { type Failure, Fault, type FaultCode, kindOf, sentenceOf } from './failure.ts';
export { Handle, On } from './handle.decorators.ts';
export { forgetAnswers, forgetAnswersAbout } from './idempotency.store.ts';
export type { Leave, LiveRooms } from './live.nats.ts';
export type { Log } from './log.ts';
export type { Bearer, Call, Message, Realm, Step, Tx } from './messages.ts';
export { busMigrations } from './migrations.ts';
export { readNumbers } from './numbers.store.ts';
export { emit, type Saying, sayingOf } from './outbox.store.ts';
export { minter, type Person, verifier } from './token.jwt.ts';
export { nameSpan, traceId, traceparent } from './trace.otel.ts';
export * as wire from './wire.ts';
export { durableOf, inboxPrefixOf, STREAM } from './wire.ts';
