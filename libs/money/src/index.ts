export * from './commission.ts';
export * from './money.ts';
export * from './names.ts';
export * from './processor.ts';
