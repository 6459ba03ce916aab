/**
 * Loaded before the service: `node --import @sounding/service/telemetry dist/main.js`. Traces HTTP, PostgreSQL and fetch; the bus
 * traces itself. Spans leave as OTLP http/json when OTEL_EXPORTER_OTLP_ENDPOINT is set; otherwise they only give logs and error
 * pages their trace id. What would tell about a person (addresses, query strings) is kept out here, not in the collector.
 */
import type { IncomingMessage } from 'node:http';
import { register } from 'node:module';
import { basename, dirname } from 'node:path';
import type { Span } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { AlwaysOffSampler, BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace';

/** Each module on this list costs start time and memory; everything else loads untouched. */
const TRACED = ['http', 'https', 'pg', 'pg-pool'];
/** Probes say nothing new; whoever looks for help in danger leaves no trace. */
const UNTRACED_PATH = /^\/(livez|readyz|metrics|help\/now)(\?|$)/;
/**
 * Attributes that hold an address or what somebody searched for. A path may be a secret as a whole, as that of somebody's calendar is; the
 * pattern it fits, `http.route`, stays.
 */
const KEPT_OUT = [
  ...['url.path', 'url.query', 'url.full', 'client.address'],
  ...['network.peer.address', 'network.peer.port', 'user_agent.original'],
];

/** Keeps spans alive for their ids alone. */
const nowhere: SpanProcessor = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};

/** `apps/booking/dist/main.js` is `booking`. */
function nameOf(main: string | undefined): string {
  return main ? basename(dirname(dirname(main))) : 'unknown';
}

function keepOut(span: Span): void {
  const { attributes } = span as Span & { readonly attributes?: Record<string, unknown> };
  for (const name of KEPT_OUT) if (attributes?.[name] !== undefined) span.setAttribute(name, '');
}

if (process.env.OTEL_SDK_DISABLED !== 'true') {
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url, { data: { include: TRACED } });
  const exported = process.env.OTEL_EXPORTER_OTLP_ENDPOINT || process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  const processor = exported
    ? new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: 1_000 })
    : nowhere;
  const sdk = new NodeSDK({
    serviceName: process.env.OTEL_SERVICE_NAME ?? nameOf(process.argv[1]),
    autoDetectResources: false,
    spanProcessors: [processor],
    // Nobody reads them: they carry their ids, and record nothing else.
    ...(exported ? {} : { sampler: new AlwaysOffSampler() }),
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: (request: IncomingMessage) => UNTRACED_PATH.test(request.url ?? ''),
        requireParentforOutgoingSpans: true,
        applyCustomAttributesOnSpan: keepOut,
      }),
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
      new UndiciInstrumentation({ requireParentforSpans: true }),
    ],
  });
  sdk.start();
}
