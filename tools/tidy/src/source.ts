/** One file of the tree, and what its path says about it. Pure. */

export interface Source {
  /** From the root, with forward slashes: `apps/booking/src/slots/slots.ts`. */
  readonly path: string;
  readonly text: string;
}

export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

export interface Place {
  readonly top: string;
  /** `apps/booking` */
  readonly workspace: string;
  readonly folders: readonly string[];
  readonly file: string;
  /** The name up to the first dot. */
  readonly stem: string;
  /** `store` of `bill.store.ts`; null for a plain file. */
  readonly kind: string | null;
  readonly isTest: boolean;
  /** Browser code: it has rules of its own (React Router wants default exports, components are not decisions). */
  readonly isWeb: boolean;
}

export function placeOf(path: string): Place {
  const parts = path.split('/');
  const file = parts.at(-1) ?? '';
  const names = file.replace(/\.(ts|tsx|mts|mjs)$/, '').split('.');
  const [top = '', workspace = ''] = parts;
  const folders = parts.slice(2, -1);
  return {
    top,
    workspace: `${top}/${workspace}`,
    folders,
    file,
    stem: names[0] ?? '',
    kind: names.length > 1 ? (names.at(-1) ?? null) : null,
    isTest: /\.(spec|it|e2e)\.tsx?$/.test(file) || folders.includes('test') || top === 'e2e',
    isWeb: folders.includes('web') || `${top}/${workspace}` === 'libs/ui' || file.endsWith('.tsx'),
  };
}

export const PURE_LIBS = ['contracts', 'money', 'terms'];

/** Libraries that stand between the world and the business; what is plain in them is as pure as elsewhere. */
export const DEEP_LIBS = ['bus', 'service', 'door', 'calendar'];

export function isIn(place: Place, libs: readonly string[]): boolean {
  return libs.some((lib) => place.workspace === `libs/${lib}`);
}

/**
 * A rule lies in a plain file of an app or of a library that all stand on, or in a pure library; entry points and lists of exports
 * do not.
 */
export function isPlain(place: Place): boolean {
  const inSources = (place.top === 'apps' || isIn(place, DEEP_LIBS)) && place.folders[0] === 'src';
  if (!(inSources || isIn(place, PURE_LIBS)) || place.isTest || place.isWeb) return false;
  return place.kind === null && place.file !== 'main.ts' && place.file !== 'index.ts';
}

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
