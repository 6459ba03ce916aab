/**
 * Carries events to their endpoints: at once after the commit, then with back-off until a 2xx. At least once and in no promised order, as Stripe.
 * That an event arrived is written with the next commit; a kill in between sends it again, which every receiver must bear anyway.
 */
import http from 'node:http';
import https from 'node:https';
import type { Clock } from '../clock.file.ts';
import type { Control } from '../control/control.ts';
import type { Store } from '../store/objects.store.ts';
import { backoff, signature } from './signature.ts';

const IN_FLIGHT = 16;
const TIMEOUT_MS = 10_000;
const MARK_AFTER_MS = 50;
const MARK_AT = 32;

interface Parcel {
  readonly seq: number;
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  readonly attempts: number;
}

export class Courier {
  private readonly store: Store;
  private readonly clock: Clock;
  private readonly control: Control;
  private readonly agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: IN_FLIGHT }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: IN_FLIGHT }),
  };
  /** Deliveries to make now, and the last one that was ever put here. */
  private readonly queue: number[] = [];
  private newest = 0;
  private inFlight = 0;
  private readonly held: Parcel[] = [];
  private arrived: number[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private marking: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(store: Store, clock: Clock, control: Control) {
    this.store = store;
    this.clock = clock;
    this.control = control;
    store.onCommit(() => this.look());
    this.look();
  }

  /** Takes up what the last commit brought (or, at the start, what was left). Nearly free when there is nothing. */
  private look(): void {
    for (const row of this.store.rows(
      'select seq from delivery where done = 0 and seq > ? order by seq',
      this.newest,
    )) {
      this.newest = Number(row.seq);
      this.queue.push(this.newest);
    }
    this.work();
  }

  private work(): void {
    if (this.control.webhooks.reorder === 0 && this.held.length > 0) this.letGo();
    while (!this.stopped && this.inFlight < IN_FLIGHT) {
      const seq = this.queue.shift();
      if (seq === undefined) return;
      const parcel = this.parcel(seq);
      if (parcel) this.take(parcel);
    }
  }

  /** Nothing when the endpoint was deleted in the meantime. */
  private parcel(seq: number): Parcel | null {
    const [row] = this.store.rows(
      `select d.attempts, e.body, w.body ->> '$.url' as url, n.body ->> '$.secret' as secret from delivery d
         join object e on e.id = d.event join object w on w.id = d.endpoint join note n on n.id = d.endpoint
       where d.seq = ? and d.done = 0`,
      seq,
    );
    if (!row) return null;
    const { attempts, body, url, secret } = row;
    return { seq, attempts: Number(attempts), body: String(body), url: String(url), secret: String(secret) };
  }

  private later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer.unref());
  }

  private take(parcel: Parcel): void {
    const faults = this.control.webhooks;
    if (faults.reorder > 0 && parcel.attempts === 0) {
      this.held.push(parcel);
      if (this.held.length >= faults.reorder) this.letGo();
      return;
    }
    this.inFlight++;
    if (faults.delayMs > 0 && parcel.attempts === 0) {
      this.control.counts.delayed++;
      this.later(faults.delayMs, () => this.carry(parcel));
    } else this.carry(parcel);
  }

  /** Sends what was held back to be reordered, last first. */
  letGo(): void {
    this.control.webhooks.reorder = 0;
    for (const parcel of this.held.splice(0).reverse()) {
      this.control.counts.reordered++;
      this.inFlight++;
      this.carry(parcel);
    }
  }

  private carry(parcel: Parcel): void {
    if (this.stopped) return;
    if (this.control.spend('drop')) {
      this.failed(parcel);
      return;
    }
    const at = Math.floor(this.clock() / 1000) - (this.control.spend('stale') ? 600 : 0);
    const secret = this.control.spend('wrongSecret') ? `${parcel.secret}-wrong` : parcel.secret;
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(parcel.body),
      'stripe-signature': signature(parcel.body, secret, at),
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    };
    for (let copy = 0; copy < this.control.webhooks.duplicates; copy++) {
      this.control.counts.duplicated++;
      this.post(parcel, headers, () => undefined);
    }
    this.post(parcel, headers, (ok) => (ok ? this.delivered(parcel) : this.failed(parcel)));
  }

  private post(parcel: Parcel, headers: http.OutgoingHttpHeaders, done: (ok: boolean) => void): void {
    const url = new URL(parcel.url);
    const secure = url.protocol === 'https:';
    const options = { method: 'POST', headers, timeout: TIMEOUT_MS, agent: this.agents[secure ? 'https:' : 'http:'] };
    let ended = false;
    this.control.counts.sent++;
    const end = (ok: boolean): void => {
      if (ended) return;
      ended = true;
      this.control.counts[ok ? 'answered' : 'refused']++;
      done(ok);
    };
    const request = (secure ? https : http).request(url, options, (response) => {
      const status = response.statusCode ?? 0;
      response.on('error', () => end(false)).resume();
      end(status >= 200 && status < 300);
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', () => end(false));
    request.end(parcel.body);
  }

  private delivered(parcel: Parcel): void {
    this.inFlight--;
    this.arrived.push(parcel.seq);
    if (this.arrived.length >= MARK_AT) this.mark();
    else this.marking ??= setTimeout(() => this.mark(), MARK_AFTER_MS);
    this.work();
  }

  /** Writes down what arrived; many arrivals share one write. */
  private mark(): void {
    if (this.marking) clearTimeout(this.marking);
    this.marking = null;
    const arrived = this.arrived;
    this.arrived = [];
    if (arrived.length === 0 || this.stopped) return;
    void this.store.write(() => {
      for (const seq of arrived) this.store.run('update delivery set done = 1 where seq = ?', seq);
    });
  }

  private failed(parcel: Parcel): void {
    if (this.stopped) return;
    this.inFlight--;
    const attempts = parcel.attempts + 1;
    void this.store.write(() => this.store.run('update delivery set attempts = ? where seq = ?', attempts, parcel.seq));
    this.later(backoff(attempts), () => {
      this.queue.push(parcel.seq);
      this.work();
    });
    this.work();
  }

  stop(): void {
    this.mark();
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    for (const agent of Object.values(this.agents)) agent.destroy();
  }
}
