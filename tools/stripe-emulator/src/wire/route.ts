/** Endpoints as data: method, path, parameters, work. A path part that begins with `:` is an id. */
import type { z } from 'zod';
import type { Stored } from '../store/kinds.ts';
import type { Call } from './call.ts';
import type { Tree } from './form.ts';
import { readParams } from './params.ts';

export interface Listing {
  readonly object: 'list';
  readonly url: string;
  readonly has_more: boolean;
  readonly data: readonly object[];
}

/** What an endpoint answers: an object, a list, or something that is not remembered (the balance, a deletion). */
export type Answer = Stored | Listing | { object: string };

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly parts: readonly string[];
  run(ids: readonly string[], tree: Tree, call: Call): Answer;
}

/** `parsed` is what the schema makes of the parameters; `ids` are the path's, in order. */
export function endpoint<S extends z.ZodObject>(
  method: Endpoint['method'],
  path: string,
  schema: S,
  work: (call: Call, parsed: z.output<S>, id: string, second: string) => Answer,
): Endpoint {
  return {
    method,
    parts: path.split('/'),
    run: (ids, tree, call) => work(call, readParams(schema, tree), ids[0] ?? '', ids[1] ?? ''),
  };
}

export function match(
  endpoints: readonly Endpoint[],
  method: string,
  path: string,
): { endpoint: Endpoint; ids: string[] } | undefined {
  const parts = path.split('/');
  for (const candidate of endpoints) {
    if (candidate.method !== method || candidate.parts.length !== parts.length) continue;
    if (candidate.parts.every((part, index) => part.startsWith(':') || part === parts[index]))
      return {
        endpoint: candidate,
        ids: parts.filter((_, index) => candidate.parts[index]?.startsWith(':')).map(decodeURIComponent),
      };
  }
  return undefined;
}
