/** The public door: the only wiring. */
import { join } from 'node:path';
import websocket from '@fastify/websocket';
import { MyStatement, ReadFeed, ReceiptPdf, StripeWebhook, ViewRoom, WhoIs, YearPdfs } from '@sounding/contracts';
import { type DoorShape, failureOf, type OpenDoor, ownOrigins, sendProblem } from '@sounding/door';
import { openSite } from '@sounding/door/site.mount';
import { legalTexts } from '@sounding/service';
import { openStore } from '@sounding/storage';
import type { FastifyInstance } from 'fastify';
import { openFeeds } from './calendar.controller.ts';
import { openCopy } from './copy/copy.controller.ts';
import { openDevelopment } from './dev.controller.ts';
import { openDocuments } from './documents.controller.ts';
import { MAX_FRAME, openLive } from './live.controller.ts';
import { asPictureFailure, openPictures } from './pictures.controller.ts';
import { openReference } from './reference.controller.ts';
import { ROUTES } from './routes.controller.ts';
import { openStatement } from './statement.controller.ts';
import { openTerms } from './terms.controller.ts';
import { openWebhooks } from './webhook.controller.ts';

async function open(fastify: FastifyInstance, door: OpenDoor): Promise<void> {
  const { environment, bus } = door;
  const store = openStore({
    s3Url: environment.S3_URL,
    folder: join(environment.SOUNDING_HOME ?? '.sounding', 'objects'),
  });
  await fastify.register(websocket, { options: { maxPayload: MAX_FRAME } });
  await fastify.register(async (api) => {
    api.setErrorHandler((error, _request, reply) => sendProblem(reply, failureOf(door.world, error)));
    openTerms(api, legalTexts(environment), () => door.clock.now());
    openDocuments(api, {
      store,
      account: door.account,
      now: () => door.clock.now(),
      pdf: (input, account) => door.ask(ReceiptPdf, input, account),
      year: (input, account) => door.ask(YearPdfs, input, account),
      failure: (error) => failureOf(door.world, error),
      bug: (error) => door.world.bug(error),
    });
    openCopy(api, {
      ...{ store, account: door.account, ask: door.ask, origin: door.origin },
      now: () => door.clock.now(),
      pdf: (receiptId, account) => door.ask(ReceiptPdf, { receiptId, form: 'full' }, account),
      bug: (error) => door.world.bug(error),
    });
    openStatement(api, {
      account: door.account,
      page: (input, account) => door.ask(MyStatement, input, account),
    });
    openFeeds(api, {
      origin: door.origin,
      now: () => door.clock.now(),
      read: (input) => door.ask(ReadFeed, input, null),
    });
    openWebhooks(api, (input) => door.ask(StripeWebhook, input, null));
    openLive(api, {
      account: door.account,
      room: async (input, account) => (await door.ask(ViewRoom, input, account)).room,
      publish: (room, data) => bus.live.publish(room, data),
      subscribe: (room, hear) => ({ stop: bus.live.subscribe(room, hear) }),
      isOwnOrigin: (request) => ownOrigins(door.world, request).includes(request.headers.origin ?? ''),
    });
    if (!door.production && door.clockFile) {
      openDevelopment(api, { file: door.clockFile, now: () => door.clock.now() });
    }
    await openReference(api);
  });
  // By themselves, because only here bodies are files.
  await fastify.register(async (files) => {
    files.setErrorHandler((error, _request, reply) =>
      sendProblem(reply, failureOf(door.world, asPictureFailure(error))),
    );
    openPictures(files, { store, account: door.account, ask: door.ask });
  });
  // Whoever looks for help in danger leaves no line behind.
  await openSite(fastify, door, { build: new URL('../web/build', import.meta.url), unlogged: ['/help/now'] });
}

export const gateway: DoorShape = {
  name: 'gateway',
  title: 'Sounding',
  realm: 'client',
  urlVariable: 'PUBLIC_URL',
  whoIs: WhoIs,
  routes: ROUTES,
  open,
};
