/** The matrix of who gets in where: how a row is written, and the requests that are made of it. Pure. */

/** Who knocks. The client and the provider are the two of the objects; a stranger and a rival are another client and another provider. */
export const ROLES = ['visitor', 'stranger', 'client', 'provider', 'rival', 'staff'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What a role is answered: a status, or `in`, which means that the door and its owner let it through to the business. Then it is
 * done (2xx), or the business says that it cannot be now (409, 410, 422); never 400, because the row gives a body of the right shape.
 * `nothing` and 404 are more than a status: the answer is the very same as about something that nobody has.
 */
export type Expected = 'in' | 'nothing' | number;

/** The objects that the people of the matrix have, by the name that they have in a path: `bookingId`, `receiptId`; and the `role` that asks. */
export type Objects = Readonly<Record<string, string>>;

export interface Row {
  readonly who: Readonly<Record<Role, Expected>>;
  /** What everybody who is let in is answered for an id that nobody has; absent where the path has no id of an object. */
  readonly unknown?: number;
  readonly query?: (objects: Objects) => string;
  readonly body?: (objects: Objects) => unknown;
  /** Sent as it is, under this type. */
  readonly raw?: { readonly type: string; readonly text: string };
  /** Wrong proofs and mailed links are counted by account over all such endpoints: who comes after others here may be told to wait (429). */
  readonly limited?: boolean;
  /** A WebSocket: its answer is that of the upgrade, 101 when it opens. */
  readonly socket?: boolean;
  /** Ids of the path that are no object of anybody; written into the path as they are. */
  readonly fixed?: Readonly<Record<string, string>>;
}

/**
 * By method and path as the OpenAPI document writes them: `POST /api/v1/bookings/{bookingId}/move`. A second row of the same endpoint
 * has a note behind it, and may name another object: `GET /api/v1/listings/{draftId} (a draft)`.
 */
export type Rows = Readonly<Record<string, Row>>;

export interface Cell {
  readonly role: Role;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly expected: Expected;
  /** The same request about an object that nobody has. */
  readonly isUnknown: boolean;
  /** Where the answer must be the same as at `path`; null where nothing is to be hidden. */
  readonly twin: string | null;
}

/** A well-formed id that belongs to nothing. */
export const NOBODYS = '00000000-0000-4000-8000-000000000000';

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Every endpoint of a door, sorted: `GET /api/v1/bookings`. */
export function endpointsOf(document: ApiDocument): string[] {
  return Object.entries(document.paths)
    .flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`))
    .sort();
}

function pathOf(template: string, row: Row, objects: Objects): string {
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = row.fixed?.[name] ?? objects[name];
    if (value === undefined) throw new Error(`${template}: nobody has a ${name}; add it to the stage or to the row`);
    return value;
  });
  return row.query ? `${path}?${row.query(objects)}` : path;
}

/** The requests of one row: every role at the object, then everybody who is let in at an object that nobody has. */
export function cellsOf(endpoint: string, row: Row, objects: Objects): Cell[] {
  const [method = '', template = ''] = endpoint.split(' ');
  const nobodys = Object.fromEntries(Object.keys(objects).map((name) => [name, NOBODYS]));
  const cell = (role: Role, expected: Expected, isUnknown: boolean): Cell => {
    const these = { ...(isUnknown ? nobodys : objects), role };
    const [path, other] = [pathOf(template, row, these), pathOf(template, row, { ...nobodys, role })];
    const hides = !isUnknown && path !== other && (expected === 'nothing' || expected === 404);
    return { role, method, expected, isUnknown, path, body: row.body?.(these), twin: hides ? other : null };
  };
  const known = ROLES.map((role) => cell(role, row.who[role], false));
  const { unknown } = row;
  if (unknown === undefined) return known;
  return [...known, ...ROLES.filter((role) => row.who[role] === 'in').map((role) => cell(role, unknown, true))];
}

/** The endpoint of a row's key, by the document's own names of what is in the path. */
export function endpointOf(key: string, document: ApiDocument): string {
  const [method = '', path = ''] = key.split(' ');
  const bare = (template: string) => template.replaceAll(/\{\w+\}/g, '{}');
  const known = Object.keys(document.paths).find((one) => bare(one) === bare(path));
  return `${method} ${known ?? path}`;
}

/** Whether an answer is what the row says. */
export function fits(expected: Expected, status: number): boolean {
  if (typeof expected === 'number') return status === expected;
  return status === 101 || (status >= 200 && status < 400) || [409, 410, 422].includes(status);
}
