/** Two hundred people want one hour. Two booking processes and two gateways answer them; one gets it, and all others are told. */
import { findListing, newClient, Refused, type Visitor } from '@sounding/tool-bench';
import type { World } from '../world.ts';

const PEOPLE = 200;

/** Signs people up, a few at a time: hashing passwords is meant to be slow. */
async function signedIn(world: World, count: number): Promise<Visitor[]> {
  const people: Visitor[] = [];
  while (people.length < count) {
    people.push(...(await Promise.all(Array.from({ length: 5 }, () => newClient(world.copy)))));
  }
  return people;
}

export function tellTheRace(world: () => World): void {
  beforeAll(() => world().platform.startCopy('booking'), 120_000);

  it('one slot, two hundred clients: one booking, 199 clear refusals', async () => {
    const people = await signedIn(world(), PEOPLE);
    const [first] = people;
    if (!first) throw new Error('nobody came');
    const { hit, starts } = await findListing(first, 'life path advice');
    const startsAt = starts.at(-1) as string;
    const answers = await Promise.allSettled(
      people.map((person, index) => {
        const door = index % 2 === 0 ? person : person.at(world().at('second'));
        return door.post<{ booking: { id: string } }>('/api/v1/bookings', { listingId: hit.listing.id, startsAt });
      }),
    );
    const won = answers.filter((answer) => answer.status === 'fulfilled');
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as Refused] : []));
    expect(won).toHaveLength(1);
    expect(refusals).toHaveLength(PEOPLE - 1);
    expect(new Set(refusals.map((refusal) => refusal.problem?.code ?? String(refusal)))).toEqual(
      new Set(['slot-taken']),
    );
    // Who has it sees it as theirs; everybody else must not.
    const loser = people[answers.findIndex((answer) => answer.status === 'rejected')];
    const { starts: left } = await (loser as Visitor).get<{ starts: string[] }>(
      `/api/v1/listings/${hit.listing.id}/slots?from=${startsAt}&to=${new Date(Date.parse(startsAt) + 60_000).toISOString()}`,
    );
    expect(left).not.toContain(startsAt);
  });
}
