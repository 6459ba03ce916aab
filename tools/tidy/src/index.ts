export { RULES, tidy } from './rules.ts';
export type { Finding, Source } from './source.ts';
export { sourcesOf } from './sources.files.ts';
