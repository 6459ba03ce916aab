/** Spans that still wait leave last, when everything else has ended. */
import { ProxyTracerProvider, trace } from '@opentelemetry/api';

interface Ending {
  shutdown?(): Promise<void>;
}

/** Sends what waits and ends tracing; at most two seconds, because a process that cannot tell must still end. */
export async function endTelemetry(): Promise<void> {
  const provider = trace.getTracerProvider();
  const delegate = (provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider) as Ending;
  const late = new Promise<void>((resolve) => setTimeout(resolve, 2_000).unref());
  await Promise.race([delegate.shutdown?.(), late]);
}
