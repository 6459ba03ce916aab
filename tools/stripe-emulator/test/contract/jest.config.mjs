// `npm run contract:stripe`: the contract alone, against Stripe's own test mode. It needs no PostgreSQL and no NATS, so nothing is set up.
import whole from '../../../../jest.config.mjs';

if (!/^sk_test_\w+/.test(process.env.STRIPE_SECRET_KEY ?? '')) {
  console.error('Set STRIPE_SECRET_KEY to a test key of your own Stripe account (sk_test_…). Nothing was called.');
  process.exit(2);
}
process.env.SOUNDING_CONTRACT = 'stripe';
const {
  globalSetup: _up,
  globalTeardown: _down,
  ...it
} = whole.projects.find(({ displayName }) => displayName === 'it');

export default {
  ...it,
  maxWorkers: 1,
  testMatch: ['<rootDir>/tools/stripe-emulator/test/contract.it.ts'],
};
