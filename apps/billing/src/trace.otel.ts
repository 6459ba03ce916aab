/** What happens to a hire's money days later still belongs to the hire's trace. */
import { context, propagation, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('@sounding/billing');

/** Runs `work` as a part of the trace that `traceparent` names, linked to the one that is going on now. */
export async function continued<T>(name: string, traceparent: string | null, work: () => Promise<T>): Promise<T> {
  const parent = traceparent ? propagation.extract(ROOT_CONTEXT, { traceparent }) : context.active();
  const now = trace.getActiveSpan()?.spanContext();
  const span = tracer.startSpan(name, now && traceparent ? { links: [{ context: now }] } : {}, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
