/** For the build of both sites: zod never tries out whether it may make functions of text, because our pages' policy says no, and browsers report each try. */

/** Where zod keeps what is set for all schemas. Schemas look at it while their modules load, so that setting it later is too late. */
const FILE = /[\\/]zod[\\/]v4[\\/]core[\\/]core\.js$/;
const EMPTY = '__zod_globalConfig = {})';

/** A plugin of Vite. Browsers alone: a door's own zod stays as it is, and shares its settings with the pages that it renders. */
export function noEval() {
  return {
    name: 'sounding-no-eval',
    transform(this: { environment: { name: string } }, code: string, id: string) {
      if (this.environment.name !== 'client' || !FILE.test(id.split('?')[0] ?? '')) return null;
      if (!code.includes(EMPTY))
        throw new Error(`${id} does not say any more where its settings are; see no-eval.vite.ts`);
      return { code: code.replace(EMPTY, '__zod_globalConfig = { jitless: true })'), map: null };
    },
  };
}
