/** What people on a page are called. A page is shown without names rather than not at all. */
import type { Aliases, Booking, MyClientNames, Output, ViewListing } from '@sounding/contracts';
import { ApiProblem, apiOf } from '@sounding/ui/api';
import type { RouterContextProvider } from 'react-router';

type Context = Readonly<RouterContextProvider>;
type Names = Record<string, string>;

async function orNothing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return null;
  }
}

/** Aliases, by account. */
export async function namesOf(context: Context, accountIds: readonly string[]): Promise<Names> {
  const ids = [...new Set(accountIds)].slice(0, 200);
  if (ids.length === 0) return {};
  const answer = await orNothing(apiOf(context).get<Output<typeof Aliases>>('/names', { ids: ids.join(',') }));
  return Object.fromEntries((answer?.names ?? []).map((name) => [name.accountId, name.alias]));
}

/** What a provider calls their clients: the name that a client chose, or else the alias. */
export async function clientNamesOf(context: Context, accountIds: readonly string[]): Promise<Names> {
  const ids = [...new Set(accountIds)].slice(0, 200);
  if (ids.length === 0) return {};
  const [aliases, chosen] = await Promise.all([
    namesOf(context, ids),
    orNothing(apiOf(context).get<Output<typeof MyClientNames>>('/provider/client-names', { ids: ids.join(',') })),
  ]);
  return { ...aliases, ...Object.fromEntries((chosen?.names ?? []).map((name) => [name.accountId, name.alias])) };
}

/** The names under which providers offer their time, by account. One whose listing is no longer shown is called by the alias. */
export async function providersOf(
  context: Context,
  hires: readonly { readonly providerId: string; readonly offer: { readonly listingId: string } }[],
): Promise<Names> {
  const listings = new Map(hires.map(({ providerId, offer }) => [providerId, offer.listingId]));
  const [aliases, pages] = await Promise.all([
    namesOf(context, [...listings.keys()]),
    Promise.all([...listings.values()].map((id) => listingOf(context, id))),
  ]);
  const shown = pages.flatMap((page) => (page ? [[page.provider.accountId, page.provider.displayName]] : []));
  return { ...aliases, ...Object.fromEntries(shown) };
}

function listingOf(context: Context, id: string): Promise<Output<typeof ViewListing> | null> {
  return orNothing(apiOf(context).get<Output<typeof ViewListing>>(`/listings/${id}`));
}

/** What a party of a booking calls the other one. */
export async function otherOf(context: Context, booking: Booking, me: string): Promise<string | null> {
  if (booking.clientId !== me) return (await clientNamesOf(context, [booking.clientId]))[booking.clientId] ?? null;
  return (await providersOf(context, [booking]))[booking.providerId] ?? null;
}
