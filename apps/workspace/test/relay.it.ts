/** The real relay with our configuration and our credentials, and a real browser that may use nothing else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, signalGroup, spawnKept } from '@sounding/testing';
import puppeteer, { type Browser } from 'puppeteer';
import { turnServer } from '../../../tools/dev/programs.mjs';
import { type IceServer, relayFor } from '../src/relay.crypto.ts';

const SECRET = 'a relay secret for this test';
const ROOT = new URL('../../..', import.meta.url).pathname;

let browser: Browser;
let relay: ReturnType<typeof spawnKept>;
let folder: string;
let urls: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sounding-relay-'));
  const port = await freePort();
  urls = [`turn:127.0.0.1:${port}?transport=udp`, `turn:127.0.0.1:${port}?transport=tcp`];
  relay = spawnKept('/bin/sh', [join(ROOT, 'deploy/coturn/start.sh')], {
    env: {
      PATH: process.env.PATH,
      TURN_SERVER_BIN: await turnServer(),
      TURN_CONFIG: join(folder, 'turnserver.conf'),
      TURN_ADDRESS: '127.0.0.1',
      TURN_PORT: String(port),
      TURN_RELAY_FROM: '21000',
      TURN_RELAY_TO: '21099',
      TURN_SECRET: SECRET,
    },
    cwd: folder,
    stdio: 'ignore',
  });
  browser = await puppeteer.launch({
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
});

afterAll(async () => {
  await browser?.close();
  if (relay) signalGroup(relay, 'SIGTERM');
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Two peers in one page, relay only; answers what one heard from the other, and the candidates that were used. */
async function meet(iceServers: IceServer[]): Promise<{ heard: string; candidates: string[] }> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(async (servers) => {
      const make = () => new RTCPeerConnection({ iceServers: servers, iceTransportPolicy: 'relay' });
      const [one, two] = [make(), make()];
      const candidates: string[] = [];
      one.onicecandidate = ({ candidate }) => {
        if (candidate) candidates.push(candidate.candidate);
        if (candidate) two.addIceCandidate(candidate);
      };
      two.onicecandidate = ({ candidate }) => {
        if (candidate) one.addIceCandidate(candidate);
      };
      const heard = new Promise<string>((resolve) => {
        two.ondatachannel = ({ channel }) => {
          channel.onmessage = ({ data }) => resolve(data);
        };
        one.onicegatheringstatechange = () => {
          if (one.iceGatheringState === 'complete' && candidates.length === 0) resolve('nothing');
        };
        setTimeout(() => resolve('nothing'), 15_000);
      });
      const channel = one.createDataChannel('words');
      channel.onopen = () => channel.send('I can hear you');
      await one.setLocalDescription();
      if (one.localDescription) await two.setRemoteDescription(one.localDescription);
      await two.setLocalDescription();
      if (two.localDescription) await one.setRemoteDescription(two.localDescription);
      return { heard: await heard, candidates };
    }, iceServers);
  } finally {
    await page.close();
  }
}

const credentials = (secret: string, realNow = Date.now()) =>
  relayFor({ room: 'room', accountId: 'account' }, { realNow, msLeft: 60_000 }, { urls, secret });

test('two browsers that may only use the relay hear each other, and see only its address', async () => {
  const { heard, candidates } = await meet([credentials(SECRET)]);
  expect(heard).toBe('I can hear you');
  expect(candidates.length).toBeGreaterThan(0);
  for (const candidate of candidates) expect(candidate).toMatch(/ 127\.0\.0\.1 210\d\d typ relay raddr 0\.0\.0\.0 /);
});

test('credentials that are over, or signed with another secret, open nothing', async () => {
  const over = credentials(SECRET, Date.now() - 86_400_000);
  const forged = credentials('another secret altogether');
  const [first, second] = await Promise.all([meet([over]), meet([forged])]);
  expect(first).toEqual({ heard: 'nothing', candidates: [] });
  expect(second).toEqual({ heard: 'nothing', candidates: [] });
});
