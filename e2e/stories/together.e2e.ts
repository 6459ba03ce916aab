/**
 * Stories that one platform serves in turn, because starting one takes longer than most of them. It has two gateways, and a second booking
 * from the race on. The books come after what was hired, refused and killed: they agree only if that left nothing behind.
 */
import { tellTheBooks } from '../shared/books.story.ts';
import { tellFaults } from '../shared/faults.story.ts';
import { tellTheRace } from '../shared/race.story.ts';
import { tellRefusals } from '../shared/refusals.story.ts';
import { tellSigning } from '../shared/signing.story.ts';
import { listenForSpans, tellTheTrace } from '../shared/trace.story.ts';
import { World } from '../world.ts';

jest.setTimeout(180_000);

let spans: Awaited<ReturnType<typeof listenForSpans>>;
let open: World;
const world = () => open;

beforeAll(async () => {
  spans = await listenForSpans();
  open = await World.open({ port: 17_300, gateways: 2, otlpUrl: spans.url });
}, 240_000);
afterAll(async () => {
  await open?.end();
  spans?.close();
});

describe('one trace', () => tellTheTrace(world));
describe('refusals', () => tellRefusals(world));
describe('a race', () => tellTheRace(world));
describe('faults', () => tellFaults(world));
describe('staff', () => tellTheBooks(world));
describe('signing in', () => tellSigning(world));
