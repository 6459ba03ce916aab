/** The business clock of a test: a file that services in this and in other processes read. */
import { writeOffset } from '@sounding/service';

export interface Span {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

export interface TestClock {
  readonly file: string;
  now(): Date;
  /** From this moment it is `at`, and time goes on from there. */
  set(at: Date): Promise<void>;
  move(span: Span): Promise<void>;
}

/** A service looks at the file at most this often; after a change, wait until everybody has seen it. */
const SEEN_AFTER_MS = 60;

const milliseconds = ({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Span): number =>
  (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;

export function testClock(file: string): TestClock {
  let offsetMs = 0;
  const write = async (next: number) => {
    offsetMs = Math.round(next);
    writeOffset(file, offsetMs);
    await new Promise((done) => setTimeout(done, SEEN_AFTER_MS));
  };
  return {
    file,
    now: () => new Date(Date.now() + offsetMs),
    set: (at) => write(at.getTime() - Date.now()),
    move: (span) => write(offsetMs + milliseconds(span)),
  };
}
