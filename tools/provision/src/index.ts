export { type Keeper, keepStreams } from './keep.clock.ts';
export { durables, provision } from './streams.nats.ts';
