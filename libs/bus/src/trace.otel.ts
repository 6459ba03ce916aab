/** NATS has no instrumentation, so these few functions carry the trace: into headers and outbox rows, and out of them. */
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { TRACEPARENT } from './wire.ts';

const tracer = trace.getTracer('@sounding/bus');
/** An event that waited longer starts a trace of its own, linked to the one that said it. */
const SAME_TRACE_MS = 5 * 60_000;

/** The current `traceparent`, or null outside of a trace. */
export function traceparent(): string | null {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier[TRACEPARENT] ?? null;
}

function contextOf(parent: string | null): Context {
  return parent ? propagation.extract(ROOT_CONTEXT, { [TRACEPARENT]: parent }) : ROOT_CONTEXT;
}

export function traceId(): string | null {
  return trace.getActiveSpan()?.spanContext().traceId ?? null;
}

/** Names the span at hand by the pattern of what was asked; an address itself may tell who. */
export function nameSpan(method: string, route: string): void {
  trace.getActiveSpan()?.updateName(`${method} ${route}`).setAttribute('http.route', route);
}

async function inSpan<T>(
  span: Span,
  at: Context,
  expected: (error: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await context.with(trace.setSpan(at, span), work);
  } catch (error) {
    if (!expected(error)) {
      span.recordException(error instanceof Error ? error : String(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    throw error;
  } finally {
    span.end();
  }
}

function attributes(operation: string, subject: string) {
  return {
    'messaging.system': 'nats',
    'messaging.operation.name': operation,
    'messaging.destination.name': subject,
  };
}

/** A request as its asker sees it. */
export function asking<T>(subject: string, expected: (error: unknown) => boolean, work: () => Promise<T>): Promise<T> {
  const span = tracer.startSpan(`ask ${subject}`, { kind: SpanKind.CLIENT, attributes: attributes('ask', subject) });
  return inSpan(span, context.active(), expected, work);
}

/** A request as its owner sees it: child of the asker's span. */
export function answering<T>(
  subject: string,
  parent: string | null,
  expected: (error: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  const at = contextOf(parent);
  const options = { kind: SpanKind.SERVER, attributes: attributes('answer', subject) };
  return inSpan(tracer.startSpan(`answer ${subject}`, options, at), at, expected, work);
}

/** An event as its owner says it; the row keeps this span's traceparent. */
export function saying<T>(subject: string, work: () => Promise<T>): Promise<T> {
  const span = tracer.startSpan(`say ${subject}`, { kind: SpanKind.PRODUCER, attributes: attributes('say', subject) });
  return inSpan(span, context.active(), () => false, work);
}

/** An event as a hearer handles it: child of, and linked to, the span that said it; only linked when it waited long. */
export function hearing<T>(
  subject: string,
  parent: string | null,
  ageMs: number,
  expected: (error: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  const said = contextOf(parent);
  const link = trace.getSpanContext(said);
  const at = ageMs > SAME_TRACE_MS ? ROOT_CONTEXT : said;
  const options = {
    kind: SpanKind.CONSUMER,
    attributes: attributes('hear', subject),
    ...(link ? { links: [{ context: link }] } : {}),
  };
  return inSpan(tracer.startSpan(`hear ${subject}`, options, at), at, expected, work);
}
