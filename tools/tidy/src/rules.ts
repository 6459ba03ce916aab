/** The rules of the tree: what may import what, what a plain file may touch, and how long and how named things may be. */
import { dirname, join, normalize } from 'node:path';
import {
  DEEP_LIBS,
  type Finding,
  isIn,
  isPlain,
  lineAt,
  type Place,
  PURE_LIBS,
  placeOf,
  type Source,
} from './source.ts';
import { type Comment, type Import, importsOf, memberName, type Node, nameOf, parse, walk } from './syntax.ts';

const FUNCTION_LINES = 70;
const FILE_LINES = 400;

/** Folders named after layers say nothing about the business. */
const LAYERS =
  /^(controllers?|services?|repositor(y|ies)|models?|entit(y|ies)|interfaces?|domain|infrastructure|application|presentation|adapters?|handlers?|types?|lib|core)$/;
/** Names that hold anything hold everything in the end. */
const EMPTY_WORDS = [
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'manager',
  'managers',
  'dto',
  'dtos',
  'impl',
  'misc',
  'shared',
];

/** Libraries that decide nothing and touch nothing; a plain file may use them. */
const PURE_PACKAGES = ['zod', 'temporal-polyfill', 'ical.js', '@sounding/calendar'];
/** Node's own modules that only compute. */
const PURE_NODE = ['node:crypto'];
const IMPURE_CALLS = ['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues'];
const IMPURE_NAMES = [
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'console',
  'randomUUID',
  'randomBytes',
  'randomInt',
];

interface File {
  readonly source: Source;
  readonly place: Place;
  readonly program: Node;
  readonly comments: readonly Comment[];
  readonly imports: readonly Import[];
}

type Rule = (file: File) => { at: number; message: string }[];

/** The file that a relative import means, from the root. */
const target = (file: File, from: string): string => normalize(join(dirname(file.source.path), from));

function plainImports(file: File): { at: number; message: string }[] {
  if (!isPlain(file.place)) return [];
  return file.imports.flatMap(({ from, start, typeOnly }) => {
    // A type is no code; what an app may know of elsewhere is narrower than what the libraries under it may.
    if (typeOnly && (from.startsWith('.') || isIn(file.place, DEEP_LIBS))) return [];
    if (PURE_PACKAGES.includes(from) || PURE_NODE.includes(from)) return [];
    if (PURE_LIBS.some((lib) => from === `@sounding/${lib}`)) return [];
    if (from.startsWith('.')) {
      if (from.includes('/generated/'))
        return [{ at: start, message: `a plain file imports ${from}, which is the database` }];
      const place = placeOf(target(file, from));
      return place.kind === null
        ? []
        : [{ at: start, message: `a plain file imports ${place.file}, which touches the world` }];
    }
    // What a pure library imports by name is the matter of a rule of its own.
    if (isIn(file.place, PURE_LIBS)) return [];
    return [{ at: start, message: `a plain file imports ${from}; it may import pure libraries and other plain files` }];
  });
}

function plainTouches(file: File): { at: number; message: string }[] {
  if (!isPlain(file.place)) return [];
  const advice = 'time, chance and the process come in as arguments';
  return [...walk(file.program)].flatMap((node) => {
    const member = memberName(node);
    if (member && (IMPURE_CALLS.includes(member) || member.startsWith('process.'))) {
      return [{ at: node.start, message: `${member} in a plain file: ${advice}` }];
    }
    const callee = node.type === 'CallExpression' || node.type === 'NewExpression' ? nameOf(node.callee) : null;
    if (node.type === 'NewExpression' && callee === 'Date' && (node.arguments as unknown[]).length === 0) {
      return [{ at: node.start, message: `new Date() in a plain file: ${advice}` }];
    }
    if (node.type === 'CallExpression' && callee && IMPURE_NAMES.includes(callee)) {
      return [{ at: node.start, message: `${callee}() in a plain file: ${advice}` }];
    }
    return [];
  });
}

function appsApart(file: File): { at: number; message: string }[] {
  if (file.place.top === 'e2e') return [];
  return file.imports.flatMap(({ from, start }) => {
    const aim = from.startsWith('.') ? target(file, from) : '';
    const leaves = aim.startsWith('apps/') && !aim.startsWith(`${file.place.workspace}/`);
    const named =
      /^@sounding\/(identity|catalog|booking|billing|receipts|support|workspace|care|gateway|support-console)$/.test(
        from,
      );
    return leaves || named
      ? [{ at: start, message: `${from} is another app; only libs/contracts crosses between services` }]
      : [];
  });
}

function insideWorkspace(file: File): { at: number; message: string }[] {
  // JavaScript is what runs before anything is built, when names do not resolve yet.
  if (file.place.isTest || file.place.file.endsWith('.mjs')) return [];
  return file.imports.flatMap(({ from, start }) => {
    if (!from.startsWith('.')) return [];
    const aim = target(file, from);
    // Into another app is worse, and has a rule of its own.
    return aim.startsWith(`${file.place.workspace}/`) || aim.startsWith('apps/')
      ? []
      : [{ at: start, message: `${from} leaves the workspace; import it by its name` }];
  });
}

function pureLibs(file: File): { at: number; message: string }[] {
  if (file.place.isTest || !isIn(file.place, PURE_LIBS)) return [];
  return file.imports.flatMap(({ from, start }) => {
    const fine = from.startsWith('.') || from === 'zod' || PURE_LIBS.some((lib) => from === `@sounding/${lib}`);
    return fine ? [] : [{ at: start, message: `a pure library imports ${from}; it may import nothing but zod` }];
  });
}

function noTools(file: File): { at: number; message: string }[] {
  if (file.place.top !== 'apps' || file.place.isTest) return [];
  return file.imports.flatMap(({ from, start }) =>
    /^@sounding\/(tool-.*|testing)$/.test(from)
      ? [{ at: start, message: `${from} is for development; an app runs without it` }]
      : [],
  );
}

function layers(file: File): { at: number; message: string }[] {
  if (file.place.isWeb) return [];
  const folder = file.place.folders.slice(1).find((name) => LAYERS.test(name));
  return folder
    ? [{ at: 0, message: `the folder "${folder}" is named after a layer; name it after what it is about` }]
    : [];
}

function emptyWords(file: File): { at: number; message: string }[] {
  const words = [...file.place.folders, ...file.place.file.split('.').slice(0, -1)].flatMap((name) =>
    name.toLowerCase().split(/[-_]/),
  );
  const found = words.find((word) => EMPTY_WORDS.includes(word));
  return found ? [{ at: 0, message: `"${found}" says nothing about what is inside` }] : [];
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

function longFunctions(file: File): { at: number; message: string }[] {
  // A test file's outer function holds all of its tests; a component's holds its markup.
  if (file.place.isTest || file.place.file.endsWith('.tsx')) return [];
  return [...walk(file.program)].flatMap((node) => {
    if (!FUNCTIONS.includes(node.type)) return [];
    const lines = lineAt(file.source.text, node.end) - lineAt(file.source.text, node.start) + 1;
    return lines > FUNCTION_LINES
      ? [{ at: node.start, message: `a function of ${lines} lines; at most ${FUNCTION_LINES}` }]
      : [];
  });
}

function longFiles(file: File): { at: number; message: string }[] {
  const lines = file.source.text.trimEnd().split('\n').length;
  return lines > FILE_LINES ? [{ at: 0, message: `a file of ${lines} lines; at most ${FILE_LINES}` }] : [];
}

function defaultExports(file: File): { at: number; message: string }[] {
  if (file.place.isWeb || file.place.folders[0] !== 'src') return [];
  return [...walk(file.program)].flatMap((node) =>
    node.type === 'ExportDefaultDeclaration'
      ? [{ at: node.start, message: 'a default export; names make things findable' }]
      : [],
  );
}

function unfinished(file: File): { at: number; message: string }[] {
  return file.comments
    .filter(({ value }) => /\b(TODO|FIXME|XXX)\b/.test(value))
    .map(({ start }) => ({
      at: start,
      message: 'an intention in a comment; do it, or write it down where work is planned',
    }));
}

export const RULES: Readonly<Record<string, Rule>> = {
  'plain-imports': plainImports,
  'plain-touches': plainTouches,
  'apps-apart': appsApart,
  'inside-workspace': insideWorkspace,
  'pure-libs': pureLibs,
  'no-tools': noTools,
  layers,
  'empty-words': emptyWords,
  'long-functions': longFunctions,
  'long-files': longFiles,
  'default-exports': defaultExports,
  unfinished,
};

/** Every finding in these files, in the order of the files. */
export function tidy(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => {
    const { program, comments } = parse(source.path, source.text);
    const file: File = { source, place: placeOf(source.path), program, comments, imports: importsOf(program) };
    return Object.entries(RULES).flatMap(([rule, check]) =>
      check(file).map(({ at, message }) => ({ path: source.path, line: lineAt(source.text, at), rule, message })),
    );
  });
}
