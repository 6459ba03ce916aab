/** The AsyncAPI 3.0 document of every message (https://www.asyncapi.com/docs/reference/specification/v3.0.0). */
import { COMMON_REFUSALS, EVENTS, type Event, REQUESTS, type Request } from '@sounding/contracts';
import { z } from 'zod';

type Json = Record<string, unknown>;

function schemaOf(type: z.ZodType, io: 'input' | 'output'): Json {
  // Refinements that JSON Schema cannot say are left out; the services check them.
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any' }) as Json;
  return schema;
}

const TRACE = { type: 'string', description: 'W3C trace context.' };

function requestParts(request: Request) {
  const id = request.name;
  const reply = `${id}.reply`;
  return {
    channels: {
      [id]: { address: request.subject, messages: { [id]: { $ref: `#/components/messages/${id}` } } },
      [reply]: { address: null, messages: { [reply]: { $ref: `#/components/messages/${reply}` } } },
    },
    operations: {
      [`answer ${id}`]: {
        action: 'receive',
        channel: { $ref: `#/channels/${id}` },
        bindings: { nats: { queue: request.owner } },
        reply: { channel: { $ref: `#/channels/${reply}` } },
        'x-owner': request.owner,
        'x-from': request.from,
        'x-who': request.who,
        'x-time-limit-ms': request.timeoutMs,
        'x-refusals': [...request.refusals, ...COMMON_REFUSALS],
      },
    },
    messages: {
      [id]: {
        name: id,
        headers: {
          type: 'object',
          properties: {
            'x-time-left': { type: 'string', description: 'Milliseconds left for the answer.' },
            'x-sounding-token': { type: 'string', description: 'Signed by a door; absent where nobody is signed in.' },
            'x-idempotency-key': { type: 'string' },
            traceparent: TRACE,
          },
        },
        payload: schemaOf(request.input, 'input'),
      },
      [reply]: {
        name: reply,
        headers: {
          type: 'object',
          properties: { 'x-sounding-status': { enum: ['ok', 'refusal', 'fault', 'failed'] } },
          required: ['x-sounding-status'],
        },
        payload: schemaOf(request.output, 'output'),
      },
    },
  };
}

function eventParts(event: Event) {
  const id = event.name;
  return {
    channels: { [id]: { address: event.subject, messages: { [id]: { $ref: `#/components/messages/${id}` } } } },
    operations: {
      [`say ${id}`]: {
        action: 'send',
        channel: { $ref: `#/channels/${id}` },
        'x-owner': event.owner,
        'x-aggregate': event.of,
        'x-heard-by': event.heardBy,
      },
    },
    messages: {
      [id]: {
        name: id,
        headers: {
          type: 'object',
          properties: {
            'Nats-Msg-Id': { type: 'string', format: 'uuid' },
            'x-sounding-aggregate': { type: 'string' },
            'x-sounding-seq': {
              type: 'string',
              description: 'Counts the events of the aggregate from 1, without gaps.',
            },
            'x-sounding-at': { type: 'string', format: 'date-time' },
            traceparent: TRACE,
          },
          required: ['Nats-Msg-Id', 'x-sounding-aggregate', 'x-sounding-seq', 'x-sounding-at'],
        },
        payload: schemaOf(event.data, 'output'),
      },
    },
  };
}

export function asyncApi(): Json {
  const parts = [...REQUESTS.map(requestParts), ...EVENTS.map(eventParts)];
  const merged = (key: 'channels' | 'operations' | 'messages') => Object.assign({}, ...parts.map((part) => part[key]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Sounding',
      version: '1.0.0',
      description: 'Requests over core NATS, events over JetStream. Generated from libs/contracts.',
    },
    defaultContentType: 'application/json',
    servers: { nats: { host: 'nats:4222', protocol: 'nats' } },
    channels: merged('channels'),
    operations: merged('operations'),
    components: { messages: merged('messages') },
  };
}
