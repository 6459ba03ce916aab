/** What each user of NATS may publish and subscribe to, from the contracts alone. Wildcards match whole tokens, so durables are named. */
import { durableOf, inboxPrefixOf, STREAM } from '@sounding/bus';
import { type Caller, DOORS, EVENTS, REQUESTS, SERVICES, type Service } from '@sounding/contracts';

export interface Permissions {
  readonly user: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** May answer the reply subject of a request that it received. */
  readonly answers: boolean;
}

/** The user of tools/provision: makes the stream and the durables, reads no message. */
export const PROVISION = 'provision';
/** In development and tests only: may do anything. */
export const TEST = 'test';

/** The owners of the events that a service hears, sorted. */
export function ownersHeardBy(service: Service): readonly Service[] {
  const owners = EVENTS.filter((event) => event.heardBy.includes(service)).map((event) => event.owner);
  return [...new Set(owners)].sort();
}

function requestsOf(caller: Caller): string[] {
  return REQUESTS.filter((request) => request.from.includes(caller))
    .map((request) => request.subject)
    .sort();
}

function serviceUser(service: Service): Permissions {
  const durables = ownersHeardBy(service).map((owner) => `${STREAM}.${durableOf(service, owner)}`);
  return {
    user: service,
    publish: [
      ...requestsOf(service),
      `evt.${service}.>`,
      'live.>',
      `$JS.API.STREAM.INFO.${STREAM}`,
      ...durables.flatMap((durable) => [
        `$JS.API.CONSUMER.INFO.${durable}`,
        `$JS.API.CONSUMER.MSG.NEXT.${durable}`,
        `$JS.ACK.${durable}.>`,
      ]),
    ],
    subscribe: [`${inboxPrefixOf(service)}.>`, `req.${service}.>`],
    answers: true,
  };
}

function doorUser(door: Caller): Permissions {
  return {
    user: door,
    publish: [...requestsOf(door), 'live.>'],
    subscribe: [`${inboxPrefixOf(door)}.>`, 'live.>'],
    answers: false,
  };
}

function provisionUser(): Permissions {
  return {
    user: PROVISION,
    publish: [
      '$JS.API.INFO',
      ...['INFO', 'CREATE', 'UPDATE'].map((verb) => `$JS.API.STREAM.${verb}.${STREAM}`),
      `$JS.API.CONSUMER.LIST.${STREAM}`,
      `$JS.API.CONSUMER.NAMES.${STREAM}`,
      ...['INFO', 'CREATE', 'DURABLE.CREATE', 'DELETE'].map((verb) => `$JS.API.CONSUMER.${verb}.${STREAM}.>`),
    ],
    subscribe: [`${inboxPrefixOf(PROVISION)}.>`],
    answers: false,
  };
}

/** Every user of production. */
export function permissions(): readonly Permissions[] {
  return [...SERVICES.map(serviceUser), ...DOORS.map(doorUser), provisionUser()];
}

/** The user that may do anything, for development and tests. */
export function testUser(): Permissions {
  return { user: TEST, publish: ['>'], subscribe: ['>'], answers: false };
}
