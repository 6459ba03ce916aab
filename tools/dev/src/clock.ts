/** Reads what a person types after `npm run clock --`. Pure. */

export type ClockCommand =
  | { readonly kind: 'show' }
  | { readonly kind: 'reset' }
  /** Milliseconds to add to where the clock stands. */
  | { readonly kind: 'move'; readonly byMs: number };

const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `+8d`, `-30m`, `+1d12h`, `show`, `reset`; anything else answers null. */
export function readClockCommand(text: string | undefined): ClockCommand | null {
  if (text === undefined || text === 'show') return { kind: 'show' };
  if (text === 'reset') return { kind: 'reset' };
  const match = /^([+-])((?:\d+[smhdw])+)$/.exec(text);
  if (!match) return null;
  const parts = [...(match[2] ?? '').matchAll(/(\d+)([smhdw])/g)];
  const total = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0);
  return { kind: 'move', byMs: match[1] === '-' ? -total : total };
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
