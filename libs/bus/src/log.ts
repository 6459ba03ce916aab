/** What the bus needs of a logger; pino is one. Fields never hold payloads or tokens. */
import { sentenceOf } from './failure.ts';

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const sentence = sentenceOf;
