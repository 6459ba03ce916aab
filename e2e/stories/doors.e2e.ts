/** Both doors under everybody's hands: who gets in where, and what attackers try. One platform for all of it. */
import { DOORS, SERVICES } from '@sounding/contracts';
import { tellInputs } from '../shared/attacks/inputs.story.ts';
import { tellSenders } from '../shared/attacks/senders.story.ts';
import { tellTokens } from '../shared/attacks/tokens.story.ts';
import { tellTraces } from '../shared/attacks/traces.story.ts';
import { tellCanaries } from '../shared/canary.story.ts';
import { tellTheCrawl } from '../shared/crawl.story.ts';
import { tellWhoLooked } from '../shared/looked.story.ts';
import { type Stage, setStage, tellTheMatrix } from '../shared/matrix.story.ts';
import { listenForSpans } from '../shared/trace.story.ts';
import { World } from '../world.ts';

jest.setTimeout(60_000);

let open: World;
let stage: Stage;
let spans: Awaited<ReturnType<typeof listenForSpans>>;
const world = () => open;
const people = () => stage;

beforeAll(async () => {
  spans = await listenForSpans();
  // What is written while somebody looks for a fault is written about people too.
  const env = Object.fromEntries([...SERVICES, ...DOORS].map((name) => [name, { LOG_LEVEL: 'debug' }]));
  open = await World.open({ port: 17_500, otlpUrl: spans.url, env });
  stage = await setStage(open);
}, 300_000);
afterAll(async () => {
  await open?.end();
  spans?.close();
});

describe('a token', () => tellTokens(world));
describe('a sender', () => tellSenders(world, people));
describe('an input', () => tellInputs(world, people));
describe('a walk', () => tellTheCrawl(world, people));
describe('who looked', () => tellWhoLooked(world, people));
// Signs everybody out at its end.
describe('the matrix', () => tellTheMatrix(world, people));
describe('what stays', () => tellTraces(world, people));
describe('a canary', () => tellCanaries(world, people));
