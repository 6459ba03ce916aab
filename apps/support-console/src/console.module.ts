/** The staff door: its own realm, cookie, bus identity and site. */
import { StaffWhoIs } from '@sounding/contracts';
import type { DoorShape } from '@sounding/door';
import { openSite } from '@sounding/door/site.mount';
import { deskRoutes } from './desk.controller.ts';
import { beforeAnswering } from './looks.door.ts';

export const desk: DoorShape = {
  name: 'support-console',
  title: 'Sounding support console',
  realm: 'staff',
  urlVariable: 'CONSOLE_URL',
  whoIs: StaffWhoIs,
  routes: deskRoutes,
  around: beforeAnswering,
  open: (fastify, door) => openSite(fastify, door, { build: new URL('../web/build', import.meta.url) }),
};
