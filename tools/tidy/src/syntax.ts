/** Reads TypeScript into a tree. TypeScript 7 has no JavaScript interface, so the parser is the one that Vite brings. */
import { parseSync } from 'vite';

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

export interface Comment {
  readonly value: string;
  readonly start: number;
}

export function parse(path: string, text: string): { program: Node; comments: readonly Comment[] } {
  const { program, comments, errors } = parseSync(path, text);
  const [first] = errors;
  if (first) throw new Error(`${path} cannot be read: ${first.message}`);
  return { program: program as unknown as Node, comments };
}

/** Every node, parents first. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* walk(child);
  }
}

export interface Import {
  readonly from: string;
  readonly start: number;
  /** `import type`: gone after compiling. */
  readonly typeOnly: boolean;
}

const IMPORTING = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'];

/** What a file imports or passes on, also by `import()`. */
export function importsOf(program: Node): Import[] {
  return [...walk(program)].flatMap((node) => {
    if (!IMPORTING.includes(node.type) || !isNode(node.source)) return [];
    const typeOnly = node.importKind === 'type' || node.exportKind === 'type';
    return typeof node.source.value === 'string' ? [{ from: node.source.value, start: node.start, typeOnly }] : [];
  });
}

const nameOf = (value: unknown): string | null =>
  isNode(value) && value.type === 'Identifier' && typeof value.name === 'string' ? value.name : null;

/** `Date.now` of `Date.now()`; null for anything deeper. */
export function memberName(node: Node): string | null {
  if (node.type !== 'MemberExpression' || node.computed === true) return null;
  const [object, property] = [nameOf(node.object), nameOf(node.property)];
  return object && property ? `${object}.${property}` : null;
}

export { nameOf };
