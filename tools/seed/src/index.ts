export { appCode, STEP_MS } from './code.ts';
export { DEMO_ACCOUNTS, type DemoAccount } from './demo.ts';
export { SEEDED, type Seeded, type SeedOptions, seed } from './seed.store.ts';
