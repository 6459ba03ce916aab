/**
 * Fetches a calendar that somebody else keeps, at an address that a person typed: over https alone, from public addresses
 * alone (looked up once and used as found, also after each redirect), at most a megabyte, within ten seconds.
 */
import { lookup as lookUp } from 'node:dns';
import { type IncomingMessage, request as plainly } from 'node:http';
import { request as safely } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { BusyProblem } from '@sounding/contracts';
import ipaddr from 'ipaddr.js';

const MOST_BYTES = 1_000_000;
const LIMIT_MS = 10_000;
const MOST_REDIRECTS = 3;

/** The calendar could not be read; `problem` is what its owner is told. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  constructor(
    readonly problem: BusyProblem,
    cause?: unknown,
  ) {
    super(problem, { cause });
  }
}

/** Where we go when a person asks us to. One object, so that a test can open the machine's own addresses to itself. */
@Injectable()
export class Reach {
  /** The address as we would ask it; null when we would not. `webcal` is https by another name. */
  address(text: string): URL | null {
    const url = URL.parse(text.replace(/^webcals?:/i, 'https:'));
    if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return null;
    return url.hostname.includes('.') || url.hostname.startsWith('[') ? url : null;
  }

  /** Whether an IP address belongs to the public Internet: not to this machine, our networks, or a way around to them. */
  isPublic(address: string): boolean {
    return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
  }
}

@Injectable()
export class CalendarFetch {
  constructor(private readonly reach: Reach) {}

  /** The text of the calendar. Throws `Unreadable`. */
  async read(address: string): Promise<string> {
    const signal = AbortSignal.timeout(LIMIT_MS);
    let next = address;
    for (let turn = 0; turn <= MOST_REDIRECTS; turn += 1) {
      const url = this.reach.address(next);
      if (!url) throw new Unreadable('unreachable');
      const answer = await this.ask(url, signal);
      const { statusCode = 0, headers } = answer;
      if (statusCode >= 300 && statusCode < 400 && headers.location) {
        answer.destroy();
        next = new URL(headers.location, url).href;
        continue;
      }
      if (statusCode !== 200) {
        answer.destroy();
        throw new Unreadable(statusCode === 404 || statusCode === 410 ? 'not-found' : 'unreachable');
      }
      return this.textOf(answer, signal);
    }
    throw new Unreadable('unreachable');
  }

  private ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // An address in numbers is never looked up.
    if (isIP(host) && !this.reach.isPublic(host)) return Promise.reject(new Unreadable('unreachable'));
    const headers = { accept: 'text/calendar', 'accept-encoding': 'identity', 'user-agent': 'Sounding' };
    return new Promise((done, fail) => {
      const send = url.protocol === 'https:' ? safely : plainly;
      const asked = send(url, { headers, signal, lookup: this.lookup, agent: false }, done);
      asked.on('error', (cause) => fail(new Unreadable(signal.aborted ? 'too-slow' : 'unreachable', cause)));
      asked.end();
    });
  }

  /** Answers the connection itself, so that what was checked is what is reached. One private address spoils the name. */
  private readonly lookup: LookupFunction = (host, options, tell) => {
    lookUp(host, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error || !first) return tell(error ?? new Error('no address'), '', 4);
      if (!found.every(({ address }) => this.reach.isPublic(address))) {
        return tell(new Error('an address that is not public'), '', 4);
      }
      if (options.all) tell(null, found);
      else tell(null, first.address, first.family);
    });
  };

  private async textOf(answer: IncomingMessage, signal: AbortSignal): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > MOST_BYTES) throw new Unreadable('too-large');
        chunks.push(chunk);
      }
    } catch (cause) {
      if (cause instanceof Unreadable) throw cause;
      throw new Unreadable(signal.aborted ? 'too-slow' : 'unreachable', cause);
    } finally {
      answer.destroy();
    }
    return Buffer.concat(chunks).toString('utf8');
  }
}
