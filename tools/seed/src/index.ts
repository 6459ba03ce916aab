export { DEMO_ACCOUNTS, type DemoAccount } from './demo.ts';
export { SEEDED, type Seeded, type SeedOptions, seed } from './seed.store.ts';
