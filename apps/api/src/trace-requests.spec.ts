import { intents } from '@gpuflow/db';
import { node, tracing } from '@opentelemetry/sdk-node';

import { addListing } from './fixture/provider.js';
import { addRenter, open, signOrder } from './fixture/renter.js';
import { startTestApi, type TestApi } from './fixture/test-api.js';

const exporter = new tracing.InMemorySpanExporter();
const provider = new node.NodeTracerProvider({
  spanProcessors: [new tracing.SimpleSpanProcessor(exporter)],
});
let api: TestApi;
beforeAll(async () => {
  provider.register();
  api = await startTestApi();
});
afterAll(async () => {
  await api.close();
  await provider.shutdown();
});

it('records what a request led to in its trace, and keeps the trace with the wish that it made', async () => {
  const renter = await addRenter(api);
  const signed = await signOrder(api, renter, await addListing(api, 590_000n));
  exporter.reset();
  await open(api, renter, signed);
  const [intent] = await intents.listOfRental(api.market.db, signed.rentalId);
  const spans = exporter.getFinishedSpans();
  const command = spans.find(({ name }) => name === 'command');
  const request = spans.find(({ name }) => name === 'POST /graphql');
  expect(command?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
  const { traceId = '', spanId = '' } = command?.spanContext() ?? {};
  expect(intent?.traceParent).toBe(`00-${traceId}-${spanId}-01`);
});

it('goes on in the trace that the caller names', async () => {
  exporter.reset();
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  await fetch(`${api.url}/healthz`, { headers }).then((answer) => answer.text());
  const [span] = exporter.getFinishedSpans();
  expect(span?.name).toBe('GET /healthz');
  expect(span?.spanContext().traceId).toBe(traceId);
  expect(span?.attributes).toMatchObject({ 'http.response.status_code': 200 });
});
