import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';

/** The environment's `metricsVariables`. */
export interface MetricsVariables {
  METRICS_HOST: string;
  METRICS_PORT?: number | undefined;
}

/** Where a process answers for its figures. */
export interface MetricsServer {
  /** Without a slash at its end. */
  url: string;
  close(): Promise<void>;
}

/** Answers `GET /metrics` in Prometheus' text form; without a port, nobody. Throws where it cannot listen. */
export async function serveMetrics(
  registry: Registry,
  { METRICS_HOST: host, METRICS_PORT: port }: MetricsVariables,
): Promise<MetricsServer | undefined> {
  if (port === undefined) return undefined;
  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/metrics') void answer(registry, response);
    else response.writeHead(404).end();
  }).listen(port, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${portOf(server.address())}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(registry: Registry, response: ServerResponse): Promise<void> {
  const text = await registry.metrics();
  response.writeHead(200, { 'content-type': registry.contentType }).end(text);
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port.');
  return address.port;
}
