export * from './deadlines.ts';
export * from './english.ts';
export * from './examples.ts';
export * from './sentences.ts';
export * from './settle.ts';
export * from './terms.ts';
