import {
  context,
  propagation,
  ProxyTracerProvider,
  SpanKind,
  trace,
  type Span,
} from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const tracer = trace.getTracer('gpuflow');

/**
 * Makes each request a span, of the caller's trace where it names one (W3C Trace Context), in which all that the request
 * leads to is recorded. Where nobody had begun to collect traces, requests pass without.
 */
export function traceRequests(fastify: Pick<FastifyInstance, 'addHook'>): void {
  if (!isCollected()) return;
  const spans = new WeakMap<FastifyRequest, Span>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const caller = propagation.extract(context.active(), request.headers);
    const [path = ''] = request.url.split('?');
    const span = tracer.startSpan(`${request.method} ${path}`, { kind: SpanKind.SERVER }, caller);
    spans.set(request, span);
    context.with(trace.setSpan(caller, span), done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode).end();
    done();
  });
}

function isCollected(): boolean {
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider && !provider.getDelegateTracer('gpuflow'));
}
