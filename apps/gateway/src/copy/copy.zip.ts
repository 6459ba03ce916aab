/**
 * The copy of a person's data as one ZIP that is sent while it is read: each service is asked page by page, nothing is held whole, and every
 * part is asked for twice, once for people and once for programs. What changes between the two stands in one of them.
 */
import { Readable } from 'node:stream';
import { type CalendarEntry, writeCalendar } from '@sounding/calendar';
import {
  type ExportPage,
  type ExportRow,
  type Grant,
  pictureObject,
  Refusal,
  SERVICES,
  type Service,
} from '@sounding/contracts';
import type { ObjectStore } from '@sounding/storage';
import { makeZip } from 'client-zip';
import { namesInZip } from '../zip-names.ts';
import { NOTHING, PAGE_END, pageHead, partHead, rowText } from './page.ts';
import { PART_TITLES } from './parts.ts';

export interface CopyWorld {
  /** The next page of a service, as the person. */
  page(service: Service, after: string | null): Promise<ExportPage>;
  /** The PDF of a document, as the person. Refuses `rendering-busy` while it is being made. */
  pdf(receiptId: string): Promise<Grant>;
  store: ObjectStore;
  now: Date;
  /** `http://localhost:3000` */
  origin: string;
  /** Waits before a PDF is asked for again. */
  wait(ms: number): Promise<void>;
}

/** Each part with its rows, in the order of the page. */
async function* rowsOf(world: CopyWorld, service: Service): AsyncGenerator<ExportRow> {
  let after: string | null = null;
  do {
    const page: ExportPage = await world.page(service, after);
    yield* page.rows;
    after = page.next;
  } while (after !== null);
}

const parts = (service: Service) => Object.keys(PART_TITLES).filter((part) => part.startsWith(`${service}.`));

async function* readable(world: CopyWorld): AsyncGenerator<Uint8Array> {
  yield bytes(pageHead(world.now.toISOString()));
  for (const service of SERVICES) {
    const waiting = parts(service);
    let open: string | null = null;
    for await (const { part, row } of rowsOf(world, service)) {
      const name = `${service}.${part}`;
      if (name !== open) {
        // Parts without a row come before it, in their order.
        for (let next = waiting.shift(); next !== undefined && next !== name; next = waiting.shift()) yield empty(next);
        yield bytes(partHead(name));
        open = name;
      }
      yield bytes(rowText(row));
    }
    for (const next of waiting) yield empty(next);
  }
  yield bytes(PAGE_END);
}

const empty = (part: string) => bytes(partHead(part) + NOTHING);

const ABOUT = {
  what: 'Everything Sounding held of you, by part. Instants are ISO 8601 in UTC, amounts are integers in the minor unit of their currency.',
  parts: PART_TITLES,
  version: 1,
} as const;

async function* forPrograms(world: CopyWorld): AsyncGenerator<Uint8Array> {
  yield bytes(`{"about":${JSON.stringify({ ...ABOUT, madeAt: world.now.toISOString() })},\n"rows":[`);
  let first = true;
  for (const service of SERVICES) {
    for await (const { part, row } of rowsOf(world, service)) {
      yield bytes(`${first ? '' : ','}\n${JSON.stringify({ part: `${service}.${part}`, ...{ row } })}`);
      first = false;
    }
  }
  yield bytes('\n]}\n');
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** The states in which a booking is or was an appointment. */
const APPOINTMENTS = ['confirmed', 'delivered', 'claimed', 'released', 'refunded'];

async function calendar(world: CopyWorld): Promise<string> {
  const entries: CalendarEntry[] = [];
  for await (const { part, row } of rowsOf(world, 'booking')) {
    if (part !== 'bookings' || !APPOINTMENTS.includes(String(row.state))) continue;
    const { id, startsAt, endsAt } = row as { id: string; startsAt: string; endsAt: string };
    const url = `${world.origin}/bookings/${id}`;
    entries.push({ uid: `${id}@${new URL(world.origin).hostname}`, sequence: 0, startsAt, endsAt, url });
  }
  return writeCalendar(entries, { writtenAt: world.now.toISOString() });
}

const TRIES = 6;
const AGAIN_MS = 1_500;

/** The PDF of a document, or null where it cannot be had now. */
async function pdfOf(world: CopyWorld, id: string): Promise<{ name: string; stream: Readable } | null> {
  for (let tries = 1; ; tries += 1) {
    try {
      const grant = await world.pdf(id);
      const found = await world.store.get(grant.object);
      return found ? { name: grant.name, stream: found.stream } : null;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code !== 'rendering-busy' || tries === TRIES) return null;
      await world.wait(AGAIN_MS);
    }
  }
}

async function* entries(world: CopyWorld) {
  const at = { lastModified: world.now };
  yield { name: 'index.html', input: readable(world), ...at };
  yield { name: 'data.json', input: forPrograms(world), ...at };
  yield { name: 'calendar.ics', input: await calendar(world), ...at };
  const [names, missing]: [string[], string[]] = [[], []];
  for await (const { part, row } of rowsOf(world, 'receipts')) {
    if (part !== 'documents') continue;
    const pdf = await pdfOf(world, String(row.id));
    if (!pdf) {
      missing.push(String(row.id));
      continue;
    }
    names.push(pdf.name);
    try {
      yield { name: `documents/${namesInZip(names).at(-1)}`, input: pdf.stream, ...at };
    } finally {
      pdf.stream.destroy();
    }
  }
  if (missing.length > 0) {
    const links = missing.map((id) => `${world.origin}/documents/${id}`).join('\n');
    yield {
      name: 'documents/not-ready.txt',
      input: `These PDFs could not be made just now. Each is on its page:\n${links}\n`,
      ...at,
    };
  }
  yield* picture(world);
}

async function* picture(world: CopyWorld) {
  for await (const { part, row } of rowsOf(world, 'catalog')) {
    if (part !== 'profile' || typeof row.picture !== 'string') continue;
    const found = await world.store.get(pictureObject(row.picture, 512));
    if (!found) continue;
    try {
      yield { name: 'picture.webp', input: found.stream, lastModified: world.now };
    } finally {
      found.stream.destroy();
    }
  }
}

/** The stream fails when a service does not answer: whoever sends it must then cut the connection, because half a ZIP may look whole. */
export function copyOf(world: CopyWorld): Readable {
  return Readable.fromWeb(makeZip(entries(world)) as Parameters<typeof Readable.fromWeb>[0]);
}
