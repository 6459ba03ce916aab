/** `node tools/provision/dist/main.js`: NATS_URL, NATS_PASSWORD (user `provision`), NATS_REPLICAS (1). */
import { Bus } from '@sounding/bus';
import { BaseSettings, makeLog, readConfig, serveHealth, untilSignal } from '@sounding/service';
import { PROVISION } from '@sounding/tool-contracts';
import { z } from 'zod';
import { keepStreams } from './keep.clock.ts';

await untilSignal(PROVISION, async () => {
  const shape = BaseSettings.extend({ NATS_REPLICAS: z.coerce.number().int().min(1).max(5).default(1) });
  const settings = readConfig(shape);
  const log = makeLog(PROVISION, settings.LOG_LEVEL);
  let problems: () => string[] = () => ['starting'];
  const port = settings.SOUNDING_HEALTH_PORT;
  const sources = { problems: async () => problems(), refresh: async () => undefined };
  const health = port === undefined ? null : await serveHealth(port, sources);
  const nats = {
    url: settings.NATS_URL,
    user: settings.NATS_USER ?? PROVISION,
    password: settings.NATS_PASSWORD,
    caFile: settings.NATS_CA_FILE,
  };
  const bus = await Bus.connect({ name: PROVISION, nats, log });
  const keeper = keepStreams(bus.connection.nats, log, settings.NATS_REPLICAS);
  problems = () => {
    const problem = keeper.problem();
    return problem ? [`stream: ${problem}`] : [];
  };
  return {
    stop: async () => {
      await keeper.stop();
      await bus.close();
      await health?.close();
    },
  };
});
