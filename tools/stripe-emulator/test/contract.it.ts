/**
 * What we rely on at Stripe, as tests that the emulator passes in `npm test` and Stripe itself in
 * `STRIPE_SECRET_KEY=sk_test_… npm run contract:stripe`. The first line printed says against whom.
 */
import { connectContract } from './contract/connect.ts';
import { disputesContract, refundsContract } from './contract/giving-back.ts';
import { AT_STRIPE, meet, type Party } from './contract/party.ts';
import { paymentsContract } from './contract/payments.ts';
import { wireContract } from './contract/wire.ts';

let party: Party;
beforeAll(async () => {
  party = await meet();
});
afterAll(() => party?.leave());
jest.setTimeout(AT_STRIPE ? 180_000 : 60_000);

const met = (): Party => party;
wireContract(met);
paymentsContract(met);
refundsContract(met);
disputesContract(met);
connectContract(met);
