/**
 * Carries events to their endpoints: at once after the commit, then with back-off until a 2xx. At least once and in no promised order, as Stripe.
 * That an event arrived is written with the next commit; a kill in between sends it again, which every receiver must bear anyway.
 */
import http from 'node:http';
import https from 'node:https';
import type { Clock } from '../clock.file.ts';
import type { Control } from '../control/control.ts';
import type { Row, Store } from '../store/objects.store.ts';
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
  private readonly carried = new Set<number>();
  private readonly held: Parcel[] = [];
  private arrived: number[] = [];
  private timer: NodeJS.Timeout | null = null;
  private marking: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(store: Store, clock: Clock, control: Control) {
    this.store = store;
    this.clock = clock;
    this.control = control;
    store.onCommit(() => this.look());
  }

  /** Takes all parcels that are due and not on their way. Cheap when there are none: one indexed read. */
  look(): void {
    if (this.stopped || this.busy() >= IN_FLIGHT) return;
    const rows = this.store.rows(
      `select d.seq, d.attempts, d.next_at, e.body, w.body ->> '$.url' as url, n.body ->> '$.secret' as secret from delivery d
         join object e on e.id = d.event join object w on w.id = d.endpoint join note n on n.id = d.endpoint
       where d.done = 0 order by d.next_at, d.seq limit ?`,
      IN_FLIGHT + MARK_AT + this.held.length,
    );
    const now = Date.now();
    let nextAt = Number.POSITIVE_INFINITY;
    for (const row of rows) {
      if (this.carried.has(Number(row.seq))) continue;
      if (Number(row.next_at) > now) nextAt = Math.min(nextAt, Number(row.next_at));
      else if (this.busy() < IN_FLIGHT) this.take(row);
    }
    this.wakeAt(nextAt);
  }

  private busy(): number {
    return this.carried.size - this.arrived.length - this.held.length;
  }

  private wakeAt(at: number): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = Number.isFinite(at) ? setTimeout(() => this.look(), Math.max(1, at - Date.now())) : null;
    this.timer?.unref();
  }

  private take(row: Row): void {
    const parcel = {
      seq: Number(row.seq),
      url: String(row.url),
      secret: String(row.secret),
      body: String(row.body),
      attempts: Number(row.attempts),
    };
    this.carried.add(parcel.seq);
    const faults = this.control.webhooks;
    if (faults.reorder > 0 && parcel.attempts === 0) {
      this.held.push(parcel);
      if (this.held.length >= faults.reorder) this.letGo();
      return;
    }
    if (faults.delayMs > 0 && parcel.attempts === 0) setTimeout(() => this.carry(parcel), faults.delayMs).unref();
    else this.carry(parcel);
  }

  /** Sends what was held back to be reordered, last first. */
  letGo(): void {
    this.control.webhooks.reorder = 0;
    for (const parcel of this.held.splice(0).reverse()) this.carry(parcel);
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
    for (let copy = 0; copy < this.control.webhooks.duplicates; copy++) this.post(parcel, headers, () => undefined);
    this.post(parcel, headers, (ok) => (ok ? this.delivered(parcel) : this.failed(parcel)));
  }

  private post(parcel: Parcel, headers: http.OutgoingHttpHeaders, done: (ok: boolean) => void): void {
    const url = new URL(parcel.url);
    const secure = url.protocol === 'https:';
    const options = { method: 'POST', headers, timeout: TIMEOUT_MS, agent: this.agents[secure ? 'https:' : 'http:'] };
    const request = (secure ? https : http).request(url, options, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      done(status >= 200 && status < 300);
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', () => done(false));
    request.end(parcel.body);
  }

  private delivered(parcel: Parcel): void {
    this.arrived.push(parcel.seq);
    this.marking ??= setTimeout(() => this.mark(), MARK_AFTER_MS);
    if (this.arrived.length >= MARK_AT) this.mark();
    else this.look();
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
      for (const seq of arrived) this.carried.delete(seq);
    });
  }

  private failed(parcel: Parcel): void {
    if (this.stopped) return;
    const attempts = parcel.attempts + 1;
    void this.store.write(() => {
      this.store.run(
        'update delivery set attempts = ?, next_at = ? where seq = ?',
        attempts,
        Date.now() + backoff(attempts),
        parcel.seq,
      );
      this.carried.delete(parcel.seq);
    });
  }

  stop(): void {
    this.mark();
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    for (const agent of Object.values(this.agents)) agent.destroy();
  }
}
