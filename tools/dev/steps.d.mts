export function beQuiet(): void;
export function say(text: string): void;
export function step<T>(
  name: string,
  work: (note: (text: string) => void, glance: (text: string) => void) => Promise<T>,
): Promise<T>;
export function sinceStart(): string;
