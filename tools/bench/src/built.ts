/** An app's own code, found at run time: nothing but a measurement may look into an app. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const APPS = resolve(import.meta.dirname, '../../../apps');

/** @param file below the app's `dist`, such as `slots/slots.js` */
export async function built<T>(app: string, file: string): Promise<T> {
  return (await import(pathToFileURL(join(APPS, app, 'dist', file)).href)) as T;
}
