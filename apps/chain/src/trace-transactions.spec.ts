import { setTimeout as delay } from 'node:timers/promises';
import { intents } from '@gpuflow/db';
import { intentFor } from '@gpuflow/domain';
import { node, tracing } from '@opentelemetry/sdk-node';
import { seats } from './fixture/accounts.js';
import { fund, stageRental } from './fixture/rental.js';
import { openStage, type Stage } from './fixture/stage.js';
import { traceTransactions } from './trace-transactions.js';

const exporter = new tracing.InMemorySpanExporter();
const provider = new node.NodeTracerProvider({
  spanProcessors: [new tracing.SimpleSpanProcessor(exporter)],
});
const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceParent = `00-${traceId}-b7ad6b7169203331-01`;

let stage: Stage;
beforeAll(async () => {
  provider.register();
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
  await provider.shutdown();
});

/** Spans are written after the steps that they tell of. */
async function spanNamed(name: string) {
  for (let tries = 0; tries < 200; tries += 1) {
    const span = exporter.getFinishedSpans().find((one) => one.name === name);
    if (span !== undefined) return span;
    await delay(10);
  }
  throw new Error(`no span is called ${name}`);
}

it('records transaction and logs in the trace of the wish', async () => {
  traceTransactions(stage.chain);
  const { market } = stage.chain;
  await stage.process.runUntilIdle();
  await fund(stage.wallet(seats.renter), 5_000_000n);
  const rental = await stageRental(stage);
  const intent = intentFor(market.policy.chainId, rental.id, rental.openCall);
  await intents.put(market.db, [intent], market.clock.now(), traceParent);
  await stage.process.runUntilIdle();

  const transaction = await spanNamed('transaction');
  expect(transaction.spanContext().traceId).toBe(traceId);
  expect(transaction.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
  expect(transaction.attributes).toMatchObject({ 'gpuflow.state': 'CONFIRMED' });
  const logs = await spanNamed('logs handed over');
  expect(logs.spanContext().traceId).toBe(traceId);
  expect(logs.attributes).toMatchObject({ 'gpuflow.rental': rental.id });
});
