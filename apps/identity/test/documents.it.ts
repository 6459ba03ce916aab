/** Documents read from a bucket, which answers in all the ways that a bucket does. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openStore } from '@sounding/storage';
import { DocumentFiles, StoreAway } from '../src/post/documents.objects.ts';

const KEY = `documents/${'0a'.repeat(32)}.pdf`;
const asked: string[] = [];
let server: Server;
let answer: RequestListener;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.replace(/\?.*/, '')}`);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
beforeEach(() => asked.splice(0));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const files = (limitMs?: number, port = (server.address() as AddressInfo).port) =>
  new DocumentFiles(openStore({ s3Url: `http://key:secret@127.0.0.1:${port}/bucket`, folder: 'unused' }), limitMs);

function refusing(status: number, code: string): RequestListener {
  return (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
}

it('a document is read whole', async () => {
  answer = (_request, response) => response.writeHead(200, { 'content-length': 8 }).end('%PDF-1.7');
  expect(await files().read(KEY)).toEqual({ content: Buffer.from('%PDF-1.7') });
  expect(asked).toEqual([`GET /bucket/${KEY}`]);
});

it('nothing but documents is ever asked for', async () => {
  for (const other of ['receipts/1.pdf', 'pictures/1.webp', `${KEY}/../../x`]) {
    expect(await files().read(other)).toEqual({ lacks: 'no-document' });
  }
  expect(asked).toEqual([]);
});

it('what the bucket does not have is missing, and no failure', async () => {
  answer = refusing(404, 'NoSuchKey');
  expect(await files().read(KEY)).toEqual({ lacks: 'missing' });
});

it('a bucket that says no, breaks, is silent, stops in the middle or is not there can be asked again later', async () => {
  const answers: RequestListener[] = [
    refusing(403, 'AccessDenied'),
    refusing(500, 'InternalError'),
    () => undefined,
    (_request, response) => void response.writeHead(200, { 'content-length': 80 }).write('%PDF-1.7'),
    (request) => request.socket.destroy(),
  ];
  for (const each of answers) {
    answer = each;
    await expect(files(700).read(KEY)).rejects.toThrow(StoreAway);
  }
  await expect(files(700, 9).read(KEY)).rejects.toThrow(StoreAway);
});

it('a file without end is not read to its end', async () => {
  answer = (_request, response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
    };
    response.on('drain', more);
    more();
  };
  expect(await files().read(KEY)).toEqual({ lacks: 'too-large' });
});
