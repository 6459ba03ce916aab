/** Who talks to whom over the bus: the values that the chart makes NetworkPolicies and labels from, and the service map. */
import { type Caller, DOORS, EVENTS, REQUESTS, SERVICES } from '@sounding/contracts';

export interface Edges {
  readonly name: Caller;
  readonly kind: 'service' | 'door';
  /** Owners whose requests it sends. */
  readonly asks: readonly string[];
  /** Owners whose events it hears. */
  readonly hears: readonly string[];
}

function sorted(names: Iterable<string>): string[] {
  return [...new Set(names)].sort();
}

export function edgesOf(name: Caller): Edges {
  const isService = (SERVICES as readonly string[]).includes(name);
  return {
    name,
    kind: isService ? 'service' : 'door',
    asks: sorted(
      REQUESTS.filter((request) => request.from.includes(name) && !request.name.endsWith('.events-since')).map(
        (request) => request.owner,
      ),
    ),
    hears: sorted(
      EVENTS.filter((event) => (event.heardBy as readonly string[]).includes(name)).map((event) => event.owner),
    ),
  };
}

export function allEdges(): readonly Edges[] {
  return [...DOORS, ...SERVICES].map(edgesOf);
}

/** YAML for the chart. Every edge runs through NATS, so a pod reaches NATS, its own database and nothing of another service. */
export function edgesYaml(): string {
  const lines = allEdges().flatMap((edges) => [
    `  ${edges.name}:`,
    `    kind: ${edges.kind}`,
    '    bus: true',
    `    database: ${edges.kind === 'service'}`,
    `    asks: [${edges.asks.join(', ')}]`,
    `    hears: [${edges.hears.join(', ')}]`,
  ]);
  return [
    '# Generated from libs/contracts by `npm run contracts`. Do not edit: change the contracts.',
    '# Services never reach each other: every edge runs through NATS.',
    'edges:',
    ...lines,
    '',
  ].join('\n');
}
