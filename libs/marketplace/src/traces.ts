import { context, propagation, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';

import { isRefusal } from '@gpuflow/domain';

const tracer = trace.getTracer('gpuflow');

/** Runs work as a span of the trace that goes on, or of a new one. Without an exporter it just runs. */
export function traced<Result>(
  name: string,
  attributes: Attributes,
  work: () => Promise<Result>,
): Promise<Result> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      if (isRefusal(error)) span.setAttribute('gpuflow.refusal', error.code);
      else span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The span that goes on, as W3C Trace Context writes it (`traceparent`), to be stored with what it leads to. */
export function traceParentNow(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** Runs work in the trace that a stored `traceparent` names. */
export function inTraceOf<Result>(traceParent: string | undefined, work: () => Result): Result {
  const carrier = { traceparent: traceParent };
  return context.with(propagation.extract(context.active(), carrier), work);
}
