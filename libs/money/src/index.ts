export * from './commission.ts';
export * from './money.ts';
export * from './processor.ts';
