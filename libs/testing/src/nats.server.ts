/** A nats-server of our own, with JetStream. */
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { spawnKept, stopChild } from './keeper.process.ts';

export interface NatsOptions {
  readonly port: number;
  readonly monitorPort?: number;
  readonly storeDir: string;
  /** Where config and log go. */
  readonly workDir: string;
  readonly logFile: string;
  /** The text of the users and permissions block; absent means that anybody may do anything. */
  readonly authorization?: string;
}

export interface NatsServer {
  readonly url: string;
  readonly port: number;
  pid(): number;
  stop(): Promise<void>;
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>;
  /** Starts again on the same port and store. */
  start(): Promise<void>;
}

function configText(options: NatsOptions): string {
  return [
    'host: "127.0.0.1"',
    `port: ${options.port}`,
    ...(options.monitorPort ? [`http: "127.0.0.1:${options.monitorPort}"`] : []),
    `server_name: "sounding-${options.port}"`,
    `jetstream { store_dir: ${JSON.stringify(options.storeDir)}, max_memory_store: 256MB, max_file_store: 10GB }`,
    options.authorization ?? '',
    '',
  ].join('\n');
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    // The server speaks first: a greeting means that it serves, an open port alone does not.
    socket.once('data', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
    socket.setTimeout(1_000, () => {
      socket.destroy();
      done(false);
    });
  });
}

export async function startNats(options: NatsOptions): Promise<NatsServer> {
  const binary = process.env.NATS_SERVER_BIN;
  if (!binary) throw new Error('NATS_SERVER_BIN is not set; tools/dev/programs.mjs finds or fetches nats-server.');
  mkdirSync(options.workDir, { recursive: true });
  mkdirSync(options.storeDir, { recursive: true });
  const config = join(options.workDir, `nats-${options.port}.conf`);
  writeFileSync(config, configText(options), { mode: 0o600 });
  const launch = async () => {
    const log = openSync(options.logFile, 'a');
    const started = spawnKept(binary, ['-c', config], { stdio: ['ignore', log, log] });
    closeSync(log);
    let problem: string | null = null;
    started.once('error', (error) => {
      problem = error.message;
    });
    started.once('exit', (code) => {
      problem ??= `exit ${code}`;
    });
    const until = Date.now() + 15_000;
    while (!(await accepts(options.port))) {
      if (problem) throw new Error(`nats-server could not be started (${problem}); see ${options.logFile}`);
      if (Date.now() > until) throw new Error(`nats-server did not answer within 15 s; see ${options.logFile}`);
      await new Promise((done) => setTimeout(done, 20));
    }
    return started;
  };
  let child = await launch();
  return {
    url: `nats://127.0.0.1:${options.port}`,
    port: options.port,
    pid: () => child.pid ?? 0,
    stop: () => stopChild(child, 'SIGTERM'),
    kill: () => stopChild(child, 'SIGKILL'),
    start: async () => {
      child = await launch();
    },
  };
}
