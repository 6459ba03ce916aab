/** Logs: JSON lines with the trace id; never names, addresses, texts, tokens or payloads. */
import type { LoggerService } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { type Logger, pino } from 'pino';

/** Fields that would hold a secret or a person, should somebody log a whole object. */
const REDACTED = ['password', 'token', 'email', 'alias', 'authorization', 'cookie', 'text', 'body', 'secret'];

export function makeLog(service: string, level = process.env.LOG_LEVEL ?? 'info'): Logger {
  return pino({
    level,
    base: { service },
    redact: { paths: REDACTED.flatMap((field) => [field, `*.${field}`]), censor: '[kept out]' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => {
      const span = trace.getActiveSpan()?.spanContext();
      return span ? { traceId: span.traceId, spanId: span.spanId } : {};
    },
  });
}

/** Nest's own lines, in our logs. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Logger) {}
  log(message: unknown): void {
    this.to.debug(String(message));
  }
  warn(message: unknown): void {
    this.to.warn(String(message));
  }
  error(message: unknown, stack?: unknown): void {
    this.to.error({ stack: typeof stack === 'string' ? stack : undefined }, String(message));
  }
}
