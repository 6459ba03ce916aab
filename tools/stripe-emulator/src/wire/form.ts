/** `a[b][0]=c` form text to a tree of records and strings. Numbered keys stay keys; the parameter's own schema knows whether it is a list. */
import { invalid } from './problem.ts';

export type Tree = { [key: string]: Tree | string };

const DEPTH = 8;

export function decodeForm(text: string): Tree {
  const root = emptyTree();
  if (text === '') return root;
  for (const pair of text.split('&')) {
    const at = pair.indexOf('=');
    const key = readText(at < 0 ? pair : pair.slice(0, at));
    plant(root, keyPath(key), at < 0 ? '' : readText(pair.slice(at + 1)));
  }
  return root;
}

/** No prototype, so that `__proto__` is a name like any other. */
const emptyTree = (): Tree => Object.create(null) as Tree;

function readText(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalid('Invalid request: the body is not properly percent-encoded.');
  }
}

function keyPath(key: string): string[] {
  const head = /^[^[\]]+/.exec(key)?.[0];
  const rest = head === undefined ? '' : key.slice(head.length);
  if (head === undefined || !/^(\[[^[\]]*\])*$/.test(rest)) throw invalid(`Invalid parameter name: ${key}`, key);
  const path = [head, ...Array.from(rest.matchAll(/\[([^[\]]*)\]/g), (match) => match[1] ?? '')];
  if (path.length > DEPTH) throw invalid(`Parameter nested too deeply: ${key}`, key);
  return path;
}

function plant(root: Tree, path: string[], value: string): void {
  let node = root;
  for (const [index, name] of path.entries()) {
    const key = name === '' ? String(Object.keys(node).length) : name;
    if (index === path.length - 1) {
      node[key] = value;
      return;
    }
    const next = node[key];
    if (typeof next === 'object') node = next;
    else {
      const made = emptyTree();
      node[key] = made;
      node = made;
    }
  }
}
