/** Texts of people that would be markup on a page that forgot to write them as text. Who walks the pages afterwards looks for the element. */
import { randomUUID } from 'node:crypto';
import type { Listing, Provider } from '@sounding/contracts';
import type { Role } from '../../matrix/cells.ts';
import type { World } from '../../world.ts';
import type { Stage } from '../matrix.story.ts';

/** An element that no page of ours has. */
export const ELEMENT = 'sounding-mark';
/** Closes what it may stand in, then makes the element, and a picture that would run a script if a policy let it. */
const MARKUP = `"'></title></script></textarea><${ELEMENT}></${ELEMENT}><img src=x onerror=alert(1)>`;
const LONG = `${MARKUP} ${'and some more words '.repeat(3)}`;

/** Writes markup wherever the people of the stage can write a text. Aliases and full names cannot hold it: their shape refuses it. */
export async function writeMarkup(world: World, { objects, cookies }: Stage): Promise<void> {
  const { urls } = world.platform;
  async function send<T>(role: Role, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch((role === 'staff' ? urls.console : urls.site) + path, {
      method,
      headers: {
        cookie: cookies[role],
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${role} ${method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  }
  const { provider } = await send<{ provider: Provider }>('provider', 'GET', '/api/v1/provider');
  await send('provider', 'PUT', '/api/v1/provider/profile', {
    ...{
      displayName: MARKUP.slice(-60),
      headline: MARKUP,
      about: LONG,
      languages: provider.languages,
      zone: provider.zone,
    },
    ...{ approaches: [`<${ELEMENT}></${ELEMENT}>`], credentials: [{ title: MARKUP, issuer: MARKUP, year: null }] },
  });
  const texts = { title: MARKUP, description: LONG, youGet: [MARKUP], plainTerms: LONG };
  const { listing } = await send<{ listing: Listing }>('provider', 'GET', `/api/v1/listings/${objects.listingId}`);
  await send('provider', 'PUT', `/api/v1/provider/listings/${objects.listingId}`, { ...listing, ...texts });
  await send('provider', 'PUT', `/api/v1/provider/listings/${objects.draftId}`, { ...listing, ...texts });
  for (const role of ['client', 'provider'] as const) {
    await send(role, 'POST', `/api/v1/bookings/${objects.bookingId}/messages`, { text: MARKUP });
  }
  const ticket = await send<{ id: string }>('client', 'POST', '/api/v1/tickets', {
    ...{ subject: MARKUP, text: LONG, bookingId: objects.bookingId },
  });
  for (const id of [ticket.id, objects.ticketId]) {
    await send('client', 'POST', `/api/v1/tickets/${id}/messages`, { text: MARKUP });
    await send('staff', 'POST', `/api/v1/tickets/${id}/answers`, { text: MARKUP });
  }
}
