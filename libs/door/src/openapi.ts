/** The OpenAPI 3.1 document of a door, made from its routes and the contracts they ask. */
import { COMMON_REFUSALS } from '@sounding/contracts';
import { z } from 'zod';
import { statusOf } from './problem.ts';
import type { Route } from './route.ts';

type Json = Record<string, unknown>;

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'traceId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    traceId: { type: 'string' },
    facts: { type: 'object' },
  },
};

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return json;
}

function pathParameters(path: string, input: Json): Json[] {
  const kinds = (input.properties ?? {}) as Record<string, Json>;
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: kinds[name]?.type === 'integer' ? kinds[name] : { type: 'string' },
  }));
}

function without(schema: Json, names: string[]): Json {
  const properties = Object.fromEntries(
    Object.entries((schema.properties ?? {}) as Json).filter(([name]) => !names.includes(name)),
  );
  const required = ((schema.required ?? []) as string[]).filter((name) => !names.includes(name));
  return { ...schema, properties, required };
}

function queryParameters(schema: Json): Json[] {
  const required = (schema.required ?? []) as string[];
  return Object.entries((schema.properties ?? {}) as Json).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: property,
  }));
}

function refusalsByStatus(route: Route): Json {
  const own = [...route.contract.refusals, ...(route.anew ? ['terms-changed'] : [])];
  const common = COMMON_REFUSALS.filter((code) => code !== 'idempotency-mismatch' || route.method !== 'GET');
  const byStatus = new Map<number, string[]>();
  for (const code of [...own, ...common, 'unavailable', 'timeout']) {
    const status = statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

/** Fields of the input that come from the request itself. */
function besides({ withToken, withBrowser, withHalf }: Route): string[] {
  return [
    ...(withToken ? ['token'] : []),
    ...(withHalf ? ['half'] : []),
    ...(withBrowser ? ['device', 'replaces'] : []),
  ];
}

function operation(route: Route): Json {
  const whole = schemaOf(route.contract.input, 'input');
  const inPath = pathParameters(route.path, whole);
  const names = inPath.map((parameter) => parameter.name as string);
  const input = without(whole, [...names, ...besides(route)]);
  const beside = route.beside ? schemaOf(route.beside, 'input') : {};
  const reads = route.method === 'GET';
  const hasBody = !reads && !route.input && Object.keys((input.properties ?? {}) as Json).length > 0;
  const key = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } };
  return {
    operationId: route.contract.name.replace('.', '-'),
    summary: route.summary,
    tags: [route.contract.owner],
    parameters: [...inPath, ...(reads ? queryParameters(input) : [key]), ...queryParameters(beside)],
    ...(hasBody ? { requestBody: { required: true, content: { 'application/json': { schema: input } } } } : {}),
    ...(route.contract.who === 'anyone' ? {} : { security: [{ session: [] }] }),
    responses: {
      [String(route.status)]: {
        description: 'Done.',
        content: { 'application/json': { schema: schemaOf(route.output ?? route.contract.output, 'output') } },
      },
      ...refusalsByStatus(route),
    },
  };
}

/** An address that a door serves beside its routes: a file, a socket, a webhook, a feed. No contract says its shape. */
export interface Beside {
  readonly method: string;
  /** As Fastify writes it, `/pictures/:file`. */
  readonly path: string;
}

const operationBeside = ({ path }: Beside): Json => ({
  tags: ['beside'],
  parameters: pathParameters(path, {}),
  responses: { default: { description: 'A file, a socket or a page; a failure is a problem.' } },
});

/**
 * The whole document. `cookie` is the name of the session cookie of this door. What is served `beside` the routes is named as well, so
 * that whoever walks through the document misses nothing.
 */
export function openApi(title: string, routes: readonly Route[], cookie: string, beside: readonly Beside[] = []): Json {
  const paths: Record<string, Json> = {};
  const put = (method: string, fastifyPath: string, what: Json) => {
    const path = fastifyPath.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { [method.toLowerCase()]: what, ...paths[path] };
  };
  for (const route of routes) put(route.method, route.path, operation(route));
  for (const one of beside) put(one.method, one.path, operationBeside(one));
  return {
    openapi: '3.1.0',
    info: { title, version: '1', description: 'Money is in integer minor units; instants are UTC.' },
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: cookie } },
    },
  };
}
