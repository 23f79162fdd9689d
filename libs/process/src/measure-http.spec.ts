import { once } from 'node:events';
import { createServer } from 'node:http';

import { measureHttp } from './measure-http.js';
import { createMetrics } from './metrics.js';

it('counts answers by their path and status, and paths that strangers make up together', async () => {
  const { registry } = createMetrics('api');
  measureHttp(registry, ['/graphql']);
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/graphql?a=1' ? 200 : 404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  for (const path of ['/graphql?a=1', '/one', '/two'])
    await fetch(`http://127.0.0.1:${port}${path}`).then((answer) => answer.text());
  server.closeAllConnections();
  server.close();
  const text = await registry.metrics();
  expect(text).toContain(
    'gpuflow_http_request_seconds_count{app="api",path="/graphql",status="200"} 1',
  );
  expect(text).toContain(
    'gpuflow_http_request_seconds_count{app="api",path="other",status="404"} 2',
  );
});
