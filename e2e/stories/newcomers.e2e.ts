/**
 * Stories of people who arrive, on one platform in turn: a provider, somebody who waits for a time, a therapist and who needs one, somebody
 * who leaves; and of what stays theirs.
 */
import { tellLeaving } from '../shared/leaving.story.ts';
import { tellTheProvider } from '../shared/provider.story.ts';
import { tellTheTherapist } from '../shared/therapist.story.ts';
import { tellWaiting } from '../shared/waiting.story.ts';
import { COMING_TERMS, tellYours } from '../shared/yours.story.ts';
import { World } from '../world.ts';

jest.setTimeout(180_000);

let open: World;
const world = () => open;

beforeAll(async () => {
  open = await World.open({ port: 17_700, terms: COMING_TERMS });
}, 240_000);
afterAll(() => open?.end());

describe('a newcomer', () => tellTheProvider(world));
describe('a line', () => tellWaiting(world));
describe('care', () => tellTheTherapist(world));
describe('leaving', () => tellLeaving(world));
// Moves the clock by months, and therefore comes last.
describe('what is theirs', () => tellYours(world));
