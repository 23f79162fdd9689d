import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Histogram, type Registry } from 'prom-client';

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Measures how long this process's HTTP servers take to answer, by path and status. Paths that are not among `paths` are
 * counted together, because strangers choose them. Node's own diagnostics channels tell of every request.
 */
export function measureHttp(registry: Registry, paths: readonly string[]): void {
  const seconds = new Histogram({
    name: 'gpuflow_http_request_seconds',
    help: 'How long answers took',
    labelNames: ['path', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const since = new WeakMap<IncomingMessage, number>();
  subscribe('http.server.request.start', (message) => {
    if (isExchange(message)) since.set(message.request, performance.now());
  });
  subscribe('http.server.response.finish', (message) => {
    if (!isExchange(message)) return;
    const { request, response } = message;
    const began = since.get(request);
    if (began === undefined) return;
    const [path = ''] = request.url?.split('?') ?? [];
    const labels = { path: paths.includes(path) ? path : 'other', status: response.statusCode };
    seconds.observe(labels, (performance.now() - began) / 1000);
  });
}

function isExchange(message: unknown): message is Exchange {
  return typeof message === 'object' && message !== null && 'request' in message;
}
