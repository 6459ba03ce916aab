/** Both doors under everybody's hands: who gets in where, and what attackers try. One platform for all of it. */
import { tellInputs } from '../shared/attacks/inputs.story.ts';
import { tellSenders } from '../shared/attacks/senders.story.ts';
import { tellTokens } from '../shared/attacks/tokens.story.ts';
import { tellTraces } from '../shared/attacks/traces.story.ts';
import { tellTheCrawl } from '../shared/crawl.story.ts';
import { type Stage, setStage, tellTheMatrix } from '../shared/matrix.story.ts';
import { World } from '../world.ts';

jest.setTimeout(60_000);

let open: World;
let stage: Stage;
const world = () => open;
const people = () => stage;

beforeAll(async () => {
  open = await World.open({ port: 17_500 });
  stage = await setStage(open);
}, 300_000);
afterAll(() => open?.end());

describe('a token', () => tellTokens(world));
describe('a sender', () => tellSenders(world, people));
describe('an input', () => tellInputs(world, people));
describe('a walk', () => tellTheCrawl(world, people));
describe('the matrix', () => tellTheMatrix(world, people));
describe('what stays', () => tellTraces(world, people));
