/** TLS on the bus, with an authority of our own and the real server. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually, freePort, type NatsServer, spawnKept, startNats, stopChild } from '@sounding/testing';

const folder = mkdtempSync(join(tmpdir(), 'sounding-tls-'));
const file = (name: string) => join(folder, name);
let server: NatsServer;
let another: NatsServer;

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
}

function makeAuthority(name: string): void {
  const subject = ['-subj', `/CN=${name}`, '-days', '2', '-nodes'];
  openssl('req', '-x509', '-newkey', 'ed25519', '-keyout', `${name}.key`, '-out', `${name}.crt`, ...subject);
}

/** A server whose certificate is for this name. */
function startFor(name: string): Promise<NatsServer> {
  const request = ['-keyout', `${name}.key`, '-out', `${name}.csr`, '-nodes', '-subj', '/CN=nats'];
  openssl('req', '-newkey', 'ed25519', ...request);
  writeFileSync(file(`${name}.names`), `subjectAltName=DNS:${name}`);
  const signed = ['-CA', 'ours.crt', '-CAkey', 'ours.key', '-CAcreateserial', '-days', '2'];
  openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, ...signed, '-extfile', `${name}.names`);
  const tls = `tls { cert_file: "${file(`${name}.crt`)}", key_file: "${file(`${name}.key`)}" }`;
  return freePort().then((port) =>
    startNats({
      ...{ port, storeDir: file(`${name}-store`), workDir: folder, logFile: file('nats.log') },
      authorization: `${tls}\nauthorization { users: [ { user: "booking", password: "of-a-test" } ] }`,
    }),
  );
}

beforeAll(async () => {
  makeAuthority('ours');
  makeAuthority('somebodys');
  server = await startFor('localhost');
  another = await startFor('elsewhere');
});
afterAll(async () => {
  await server.stop();
  await another.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Whether a client gets in within three seconds of its first try. */
async function isLetIn(host: string, caFile: string | null, port = server.port): Promise<boolean> {
  const address = `tls://${host}:${port}`;
  const child = spawnKept(
    process.execPath,
    [join(import.meta.dirname, 'tls.mjs'), address, ...(caFile ? [caFile] : [])],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let heard = '';
  child.stdout?.on('data', (data) => {
    heard += String(data);
  });
  await eventually(() => expect(heard).toContain('trying'), 30_000);
  const result = await eventually(() => expect(heard).toContain('in\n'), 3_000).then(
    () => true,
    () => false,
  );
  await stopChild(child, 'SIGKILL');
  return result;
}

test('a server with a certificate of our authority is spoken to; one of another, of none that is known, or for another name is not', async () => {
  const all = [
    isLetIn('localhost', file('ours.crt')),
    isLetIn('localhost', file('somebodys.crt')),
    isLetIn('localhost', null),
    isLetIn('localhost', file('ours.crt'), another.port),
  ];
  expect(await Promise.all(all)).toEqual([true, false, false, false]);
});

test('a server in between that offers no TLS hears no password', async () => {
  let heard = '';
  const between = createServer((socket) => {
    socket.write('INFO {"server_id":"x","version":"2.10.0","proto":1,"headers":true,"max_payload":1048576}\r\n');
    socket.on('data', (data) => {
      heard += String(data);
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => between.listen(0, '127.0.0.1', done));
  const { port } = between.address() as { port: number };
  expect(await isLetIn('localhost', file('ours.crt'), port)).toBe(false);
  expect(heard).not.toContain('of-a-test');
  await new Promise((done) => between.close(done));
});
