/** Reads what a person types after `npm run clock --`. Pure. */
import { shiftOf } from '@sounding/service';

export type ClockCommand =
  | { readonly kind: 'show' }
  | { readonly kind: 'reset' }
  /** Milliseconds to add to where the clock stands. */
  | { readonly kind: 'move'; readonly byMs: number };

/** `+8d`, `-30m`, `+1d12h`, `show`, `reset`; anything else answers null. */
export function readClockCommand(text: string | undefined): ClockCommand | null {
  if (text === undefined || text === 'show') return { kind: 'show' };
  if (text === 'reset') return { kind: 'reset' };
  const byMs = shiftOf(text);
  return byMs === null ? null : { kind: 'move', byMs };
}

/** `8 days 3 hours ahead of real time` */
export function describeOffset(offsetMs: number): string {
  if (offsetMs === 0) return 'real time';
  const rest = Math.abs(offsetMs);
  const parts = [
    [Math.floor(rest / 86_400_000), 'day'],
    [Math.floor((rest % 86_400_000) / 3_600_000), 'hour'],
    [Math.floor((rest % 3_600_000) / 60_000), 'minute'],
    [Math.floor((rest % 60_000) / 1_000), 'second'],
  ] as const;
  const words = parts.flatMap(([count, unit]) => (count > 0 ? [`${count} ${unit}${count === 1 ? '' : 's'}`] : []));
  return `${words.join(' ')} ${offsetMs > 0 ? 'ahead of' : 'behind'} real time`;
}
