/** Both doors under everybody's hands: who gets in where, and what attackers try. One platform for all of it. */
import { tellTheMatrix } from '../shared/matrix.story.ts';
import { World } from '../world.ts';

jest.setTimeout(60_000);

let open: World;
const world = () => open;

beforeAll(async () => {
  open = await World.open({ port: 17_500 });
}, 240_000);
afterAll(() => open?.end());

describe('the matrix', () => tellTheMatrix(world));
