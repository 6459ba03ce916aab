/** The hundred ports of one copy, all counted from SOUNDING_PORT. */

const HEALTH = {
  identity: 20,
  catalog: 21,
  booking: 22,
  billing: 23,
  receipts: 24,
  support: 25,
  workspace: 26,
  gateway: 40,
  'support-console': 41,
  provision: 42,
} as const;

export interface Ports {
  readonly gateway: number;
  readonly console: number;
  readonly stripe: number;
  readonly mailWeb: number;
  readonly smtp: number;
  readonly postgres: number;
  readonly nats: number;
  readonly natsMonitor: number;
  readonly turn: number;
  readonly otlp: number;
  readonly secondGateway: number;
  readonly relayFrom: number;
  readonly relayTo: number;
  /** Where a process answers /readyz and /metrics; the second copy of a process answers ten ports higher. */
  health(name: string, copy?: 1 | 2): number;
}

export function portsFrom(base: number): Ports {
  return {
    gateway: base,
    console: base + 1,
    stripe: base + 2,
    mailWeb: base + 3,
    smtp: base + 4,
    postgres: base + 5,
    nats: base + 6,
    natsMonitor: base + 7,
    turn: base + 8,
    otlp: base + 9,
    secondGateway: base + 10,
    relayFrom: base + 60,
    relayTo: base + 99,
    health(name, copy = 1) {
      const offset = HEALTH[name as keyof typeof HEALTH];
      if (offset === undefined) throw new Error(`No port is set aside for ${name}.`);
      return base + offset + (copy === 2 ? 10 : 0);
    },
  };
}

/** Reads SOUNDING_PORT; answers a sentence when it cannot be used. */
export function readBasePort(text: string | undefined): number | string {
  if (text === undefined || text === '') return 3000;
  const base = Number(text);
  if (!Number.isInteger(base) || base < 1024 || base > 65_435) {
    return `SOUNDING_PORT is "${text}"; it must be a whole number from 1024 to 65435, because a copy owns the 100 ports from it.`;
  }
  return base;
}
