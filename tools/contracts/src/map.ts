/** The service map, as a mermaid picture and a table. */
import { EVENTS, REQUESTS } from '@sounding/contracts';
import { allEdges } from './edges.ts';

function node(name: string): string {
  return name.replaceAll('-', '_');
}

/** `flowchart` with a solid arrow for asking and a dotted one for hearing. */
export function mermaid(): string {
  const edges = allEdges();
  const doors = edges.filter((edge) => edge.kind === 'door');
  const services = edges.filter((edge) => edge.kind === 'service');
  return [
    '```mermaid',
    'flowchart LR',
    ...doors.map((door) => `  ${node(door.name)}([${door.name}])`),
    ...services.map((service) => `  ${node(service.name)}[${service.name}]`),
    ...edges.flatMap((edge) => edge.asks.map((owner) => `  ${node(edge.name)} --> ${node(owner)}`)),
    ...edges.flatMap((edge) => edge.hears.map((owner) => `  ${node(owner)} -. events .-> ${node(edge.name)}`)),
    '```',
  ].join('\n');
}

export function mapPage(): string {
  const requests = REQUESTS.map(
    (request) => `| \`${request.name}\` | ${request.from.join(', ')} | ${request.who} | ${request.timeoutMs} ms |`,
  );
  const events = EVENTS.map((event) => `| \`${event.name}\` | ${event.of} | ${event.heardBy.join(', ')} |`);
  return [
    '<!-- Generated from libs/contracts by `npm run contracts`. Do not edit: change the contracts. -->',
    '# Service map',
    '',
    'A solid arrow asks and waits; a dotted one carries events. Everything runs through NATS.',
    '',
    mermaid(),
    '',
    '## Requests',
    '',
    '| request | asked by | serves | time limit |',
    '|---|---|---|---|',
    ...requests.sort(),
    '',
    '## Events',
    '',
    '| event | aggregate | heard by |',
    '|---|---|---|',
    ...events.sort(),
    '',
  ].join('\n');
}
