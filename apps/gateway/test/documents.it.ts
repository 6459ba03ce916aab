/** Files of documents at the door: over real connections, because half a file and a person who leaves are matters of connections. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { get as request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Grant, Refusal } from '@sounding/contracts';
import { failureOf } from '@sounding/door';
import { type ObjectStore, openStore } from '@sounding/storage';
import { eventually, readZip } from '@sounding/testing';
import fastify, { type FastifyInstance } from 'fastify';
import { openDocuments } from '../src/documents.controller.ts';

const NOW = new Date('2026-11-27T12:00:00.000Z');
const RECEIPT = randomUUID();

let folder: string;
let store: ObjectStore;
let app: FastifyInstance;
let origin: string;
let files: Grant[];
let ready: number | null;
let refused: Error | null;
let opened: Readable[];
let bugs: string[];
let forms: string[];

const grant = (object: string, name = `${object}.pdf`): Grant => ({
  ...{ object: `receipts/${object}`, type: 'application/pdf', name },
  expiresAt: '2026-11-27T12:01:00.000Z',
});
const stored = (object: string, bytes: Buffer) => store.put(`receipts/${object}`, bytes, 'application/pdf');
const bytesOf = (letter: string, count = 300_000) => Buffer.alloc(count, letter);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sounding-documents-'));
  store = openStore({ folder });
  [files, ready, refused, opened, bugs, forms] = [[], null, null, [], [], []];
  app = fastify({ forceCloseConnections: true });
  const bug = (error: unknown) => bugs.push((error as Error).message);
  openDocuments(app, {
    account: async () => 'me',
    pdf: async ({ form }) => {
      forms.push(form);
      if (refused) throw refused;
      return files[0] ?? grant('nothing');
    },
    year: async () => ({ ready: ready ?? files.length, all: files.length, files: ready === null ? files : [] }),
    store: {
      ...store,
      get: async (key) => {
        const found = await store.get(key);
        if (found) opened.push(found.stream);
        return found;
      },
    },
    now: () => NOW,
    failure: (error) => failureOf({ traceId: () => 't', bug }, error),
    bug,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const ask = (path: string, accept = '*/*') =>
  fetch(`${origin}/api/v1${path}`, { headers: { accept }, redirect: 'manual' });
const LINK = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('a PDF', () => {
  it('is sent in the form that was asked for, under its discreet name, and kept by nobody on the way', async () => {
    await stored('a', bytesOf('a', 10));
    files = [grant('a', 'sounding-R-2026-000041.pdf')];
    const answer = await ask(`/receipts/${RECEIPT}/pdf?form=discreet`);
    expect([answer.status, await answer.text(), forms]).toEqual([200, 'a'.repeat(10), ['discreet']]);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="sounding-R-2026-000041.pdf"');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('that is not ready is a problem for a program, and for whoever pressed a link a page that knows the way on', async () => {
    refused = new Refusal('rendering-busy', 'This PDF is being made.');
    const program = await ask(`/receipts/${RECEIPT}/pdf`);
    expect([program.status, program.headers.get('retry-after'), (await program.json()).code]).toEqual([
      ...[503, '5', 'rendering-busy'],
    ]);
    const link = await ask(`/receipts/${RECEIPT}/pdf?form=discreet`, LINK);
    expect([link.status, link.headers.get('location')]).toEqual([
      303,
      `/documents/${RECEIPT}?form=discreet&refused=rendering-busy`,
    ]);
  });

  it('asks a person to sign in without calling that a failure, and leads nowhere but to a page of ours', async () => {
    refused = new Refusal('not-signed-in', 'Please sign in first.');
    const link = await ask(`/receipts/${RECEIPT}/pdf`, LINK);
    expect(link.headers.get('location')).toBe(`/documents/${RECEIPT}?form=full`);
    const foreign = await ask('/receipts/%2F%2Fevil.example/pdf?form=%0D%0Ax', LINK);
    expect(foreign.headers.get('location')).toBe('/documents/%2F%2Fevil.example?form=full&refused=not-found');
  });

  it('in a form that there is not is refused', async () => {
    const answer = await ask(`/receipts/${RECEIPT}/pdf?form=secret`);
    expect([answer.status, (await answer.json()).code, forms]).toEqual([400, 'invalid-input', []]);
  });
});

describe('the ZIP of a year', () => {
  it('has every file once, whole and under names of its own, and leaves none open', async () => {
    await Promise.all(['a', 'b', 'c'].map((letter) => stored(letter, bytesOf(letter))));
    files = [grant('a'), grant('b', 'same.pdf'), grant('c', 'same.pdf')];
    const answer = await ask('/documents/years/2026.zip');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="sounding-2026.zip"');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const found = readZip(Buffer.from(await answer.arrayBuffer()));
    expect(found.map(({ name, bytes }) => [name, bytes.equals(bytesOf(String.fromCharCode(bytes[0] ?? 0)))])).toEqual([
      ['a.pdf', true],
      ['same.pdf', true],
      ['same-2.pdf', true],
    ]);
    expect(opened.map(({ closed }) => closed)).toEqual([true, true, true]);
  });

  it('that is not ready says how far it is, and whoever pressed a link sees it grow on a page', async () => {
    [files, ready] = [[grant('a'), grant('b')], 1];
    const program = await ask('/documents/years/2026.zip');
    expect([program.status, program.headers.get('retry-after'), await program.json()]).toEqual([
      ...[503, '5', expect.objectContaining({ code: 'rendering-busy', facts: { ready: 1, all: 2 } })],
    ]);
    const link = await ask('/documents/years/2026.zip?form=discreet', LINK);
    expect(link.headers.get('location')).toBe('/documents/years/2026?form=discreet&refused=rendering-busy');
  });

  it('is never empty, and never of a year that is none', async () => {
    const codes = ['2026', '1900', '99999', 'abc', '2026.zip%00'].map(async (year) => {
      const answer = await ask(`/documents/years/${year}.zip`);
      return [answer.status, (await answer.json()).code];
    });
    expect(await Promise.all(codes)).toEqual([[404, 'nothing-that-year'], ...Array(4).fill([404, 'not-found'])]);
  });

  it('is cut off where a file is missing, so that half of it looks like half, and we hear of it', async () => {
    await Promise.all(['a', 'c'].map((letter) => stored(letter, bytesOf(letter))));
    files = [grant('a'), grant('gone'), grant('c')];
    const answer = await ask('/documents/years/2026.zip');
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow('terminated');
    expect(bugs).toEqual(['granted object receipts/gone is not stored']);
    expect(opened.map(({ closed }) => closed)).toEqual([true]);
  });

  it('is read no further when the person hangs up, and the file that was open is closed', async () => {
    const large = bytesOf('a', 40_000_000);
    await Promise.all(['a', 'b'].map((letter) => stored(letter, large)));
    files = [grant('a'), grant('b')];
    await new Promise<void>((left) => {
      const asked = request(`${origin}/api/v1/documents/years/2026.zip`, (answer) => {
        answer.once('data', () => {
          asked.destroy();
          left();
        });
      });
      asked.on('error', () => left());
    });
    await eventually(async () => expect(opened.map(({ closed }) => closed)).toEqual([true]));
    expect(bugs).toEqual([]);
  });
});
