/** Every contract in one list, for the bus and the generators. */
import * as agreements from './agreements.ts';
import * as bill from './bill.ts';
import * as billing from './billing.ts';
import * as booking from './booking.ts';
import * as calendar from './calendar.ts';
import * as catalog from './catalog.ts';
import * as consents from './consents.ts';
import { type Event, type Request, SERVICES, type Service } from './contract.ts';
import * as erasure from './erasure.ts';
import * as exported from './exports.ts';
import * as glass from './glass.ts';
import * as identity from './identity.ts';
import * as looks from './looks.ts';
import * as mail from './mail.ts';
import * as moving from './moving.ts';
import * as payouts from './payouts.ts';
import * as pictures from './pictures.ts';
import * as receipts from './receipts.ts';
import * as reviews from './reviews.ts';
import * as schedule from './schedule.ts';
import * as signing from './signing.ts';
import { type EventsSince, eventsSince, hearersOf } from './since.ts';
import * as support from './support.ts';
import * as waiting from './waiting.ts';
import * as workspace from './workspace.ts';

function all(): unknown[] {
  return [
    identity,
    erasure,
    agreements,
    consents,
    exported,
    signing,
    mail,
    catalog,
    reviews,
    pictures,
    schedule,
    booking,
    calendar,
    moving,
    waiting,
    bill,
    billing,
    payouts,
    receipts,
    support,
    looks,
    workspace,
    glass,
  ].flatMap((module) => Object.values(module as Record<string, unknown>));
}

function isOf<T extends { kind: string }>(kind: T['kind']) {
  return (value: unknown): value is T =>
    typeof value === 'object' && value !== null && 'subject' in value && 'kind' in value && value.kind === kind;
}

export const EVENTS: readonly Event[] = all().filter(isOf<Event>('event'));

/** `<owner>.events-since` of every owner that is heard. */
export const EVENTS_SINCE: ReadonlyMap<Service, EventsSince> = new Map(
  SERVICES.filter((owner) => hearersOf(owner, EVENTS).length > 0).map((owner) => [owner, eventsSince(owner, EVENTS)]),
);

export const REQUESTS: readonly Request[] = [...all().filter(isOf<Request>('request')), ...EVENTS_SINCE.values()];
