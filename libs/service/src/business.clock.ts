/** The one business clock. In development a file moves it for all services and the Stripe emulator at once. */
import { readFileSync, statSync } from 'node:fs';
import { Injectable } from '@nestjs/common';

@Injectable()
export class Clock {
  private offsetMs = 0;
  private stamp = '';

  /** `file`: JSON `{"offsetMs": n}`; absent in production. */
  constructor(private readonly file: string | null = null) {}

  /** Real time, moved by the offset of the clock file. */
  now(): Date {
    if (this.file) this.look(this.file);
    return new Date(Date.now() + this.offsetMs);
  }

  /** Looks each time (a few microseconds, and never in production): processes that disagree for a moment disagree on deadlines. */
  private look(file: string): void {
    const stat = statSync(file, { throwIfNoEntry: false });
    const stamp = stat ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : '';
    if (stamp === this.stamp) return;
    this.offsetMs = stat ? offsetIn(readFileSync(file, 'utf8'), this.offsetMs) : 0;
    this.stamp = stamp;
  }
}

/** A file that is being written this very moment is not JSON yet; the offset stays what it was. */
function offsetIn(text: string, before: number): number {
  const match = /"offsetMs"\s*:\s*(-?\d+)\s*[,}]/.exec(text);
  return match ? Number(match[1]) : before;
}
