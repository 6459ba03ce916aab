export * from './commission.ts';
export * from './money.ts';
