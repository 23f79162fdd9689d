import { isSpanContextValid, trace } from '@opentelemetry/api';
import { pino, type DestinationStream, type Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';

import { createLog } from './create-log.js';

/** Lines from this level on are counted: each names something that somebody may have to look at. */
const countedFrom = pino.levels.values['warn'] ?? 0;

/**
 * The log of one process: JSON lines on standard output, with the trace that they belong to. Warnings and errors are
 * counted by their message, which is the same text every time: what varies stands in the facts.
 */
export function openLog(app: string, registry: Registry, to?: DestinationStream): Logger {
  const lines = new Counter({
    name: 'gpuflow_log_lines_total',
    help: 'Warnings and errors in the log, by message',
    labelNames: ['level', 'message'],
    registers: [registry],
  });
  const options = {
    mixin: activeTrace,
    hooks: {
      logMethod(this: Logger, args: Parameters<pino.LogFn>, write: pino.LogFn, level: number) {
        const message: unknown = typeof args[0] === 'string' ? args[0] : args[1];
        if (level >= countedFrom)
          lines.inc({ level: pino.levels.labels[level] ?? level, message: String(message) });
        write.apply(this, args);
      },
    },
  };
  return createLog(app, options, to);
}

function activeTrace(): object {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined || !isSpanContextValid(span)) return {};
  return { traceId: span.traceId, spanId: span.spanId };
}
