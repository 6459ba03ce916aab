import { COMING_TERMS, tellYours } from '../shared/yours.story.ts';
import { World } from '../world.ts';

jest.setTimeout(180_000);

let open: World;
const world = () => open;
beforeAll(async () => {
  open = await World.open({ port: 18_400, terms: COMING_TERMS });
}, 400_000);
afterAll(() => open?.end());

describe('what is theirs', () => tellYours(world));
