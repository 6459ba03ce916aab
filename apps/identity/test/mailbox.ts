/** A small SMTP server for tests: keeps what it accepts, and can be told how to fail. */
import { createServer, type Socket } from 'node:net';

export interface Received {
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  /** As it came, headers and all. */
  readonly raw: string;
}

/** `later`: 451 instead of taking the mail; `deaf`: take it, but hang up before saying so. */
export type Mood = 'well' | 'later' | 'deaf';

export interface Mailbox {
  readonly url: string;
  readonly mails: Received[];
  mood: Mood;
  to(address: string): Received[];
  close(): Promise<void>;
}

function header(raw: string, name: string): string {
  const unfolded = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1] ?? '';
}

/** The plain text part, whatever its transfer encoding. */
function textOf(raw: string): string {
  const part = /Content-Type: text\/plain.*?\r\n\r\n(.*?)\r\n--/is.exec(raw);
  const encoding = /Content-Transfer-Encoding: (\S+)/i.exec(part?.[0] ?? '')?.[1] ?? '';
  return decoded(part?.[1] ?? '', encoding).toString('utf8');
}

/** The calendar that goes along with a mail: how it is announced, and its text. */
export function calendarIn(raw: string): { type: string; text: string } | null {
  const part = /(Content-Type: text\/calendar.*?)\r\n\r\n(.*?)\r\n--/is.exec(raw);
  if (!part) return null;
  const [, head = '', body = ''] = part;
  const text = /Transfer-Encoding: base64/i.test(head) ? Buffer.from(body, 'base64').toString('utf8') : body;
  return { type: head.replaceAll(/\r\n\s+/g, ' '), text };
}

/** The files that go along with a mail and are no calendars, as a mail program would save them. */
export function attachedTo(raw: string): Attachment[] {
  return partsOf(raw).filter(({ type }) => !/calendar|ics/.test(type));
}

/** The calendars among the files that go along with a mail. */
export function calendarsIn(raw: string): { type: string; name: string; text: string }[] {
  return partsOf(raw)
    .filter(({ type }) => type.startsWith('text/calendar'))
    .map(({ content, ...part }) => ({ ...part, text: content.toString('utf8') }));
}

interface Attachment {
  readonly type: string;
  readonly name: string;
  readonly content: Buffer;
}

function partsOf(raw: string): Attachment[] {
  return raw
    .split(/^--\S+\r\n/m)
    .filter((part) => /^Content-Disposition: attachment/im.test(part))
    .map((part) => {
      const end = part.indexOf('\r\n\r\n');
      const head = part.slice(0, end).replaceAll(/\r\n\s+/g, ' ');
      const field = (pattern: RegExp) => pattern.exec(head)?.[1] ?? '';
      return {
        type: field(/^Content-Type: (.+?)(?:; name=.*)?$/im).trim(),
        name: field(/filename="?([^";\r]+)/i),
        content: decoded(part.slice(end + 4).replace(/\r\n--[\s\S]*$/, ''), field(/Transfer-Encoding: (\S+)/i)),
      };
    });
}

function decoded(body: string, encoding: string): Buffer {
  if (encoding.toLowerCase() === 'base64') return Buffer.from(body, 'base64');
  if (encoding.toLowerCase() !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

export async function openMailbox(): Promise<Mailbox> {
  const mails: Received[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(socket, box);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  const box: Mailbox = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mood: 'well',
    to: (address) => mails.filter((mail) => mail.to === address),
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
  return box;
}

function converse(socket: Socket, box: Mailbox): void {
  let buffer = '';
  let to = '';
  let inData = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say('220 mailbox');
  socket.on('data', (chunk) => {
    buffer += chunk.toString('latin1');
    for (;;) {
      const end = inData ? buffer.indexOf('\r\n.\r\n') : buffer.indexOf('\r\n');
      if (end < 0) return;
      const piece = buffer.slice(0, end);
      buffer = buffer.slice(end + (inData ? 5 : 2));
      if (inData) {
        inData = false;
        take(piece, to);
        continue;
      }
      const verb = piece.slice(0, 4).toUpperCase();
      if (verb === 'RCPT') to = /<([^>]+)>/.exec(piece)?.[1] ?? '';
      inData = verb === 'DATA';
      say(verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 ok');
    }
  });
  function take(raw: string, address: string): void {
    if (box.mood === 'later') return void say(`451 <${address}> is busy`);
    const messageId = header(raw, 'Message-ID');
    box.mails.push({ to: address, subject: header(raw, 'Subject'), messageId, text: textOf(raw), raw });
    if (box.mood === 'deaf') socket.destroy();
    else say('250 kept');
  }
}
