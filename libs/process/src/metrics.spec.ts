import { once } from 'node:events';
import { PassThrough } from 'node:stream';

import { createMetrics, type Metrics } from './metrics.js';
import { openLog } from './open-log.js';
import { serveMetrics } from './serve-metrics.js';

async function scrape(metrics: Metrics, path = '/metrics') {
  const where = { METRICS_HOST: '127.0.0.1', METRICS_PORT: 0 };
  const server = await serveMetrics(metrics.registry, where);
  try {
    const answer = await fetch(`${server?.url}${path}`);
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      text: await answer.text(),
    };
  } finally {
    await server?.close();
  }
}

it('answers with what is read at that moment, with its labels', async () => {
  const metrics = createMetrics('chain');
  let balance = 7;
  const labels = ['role'];
  const read = async () => [{ labels: { role: 'METER' }, value: balance }];
  metrics.gauge({ name: 'gpuflow_test_wei', help: 'A test', labels, read });
  expect((await scrape(metrics)).text).toContain('gpuflow_test_wei{role="METER",app="chain"} 7');
  balance = 8;
  const { status, type, text } = await scrape(metrics);
  expect({ status, type }).toEqual({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
  });
  expect(text).toContain('gpuflow_test_wei{role="METER",app="chain"} 8');
  expect(text).toContain('nodejs_heap_size_used_bytes');
});

it('leaves out what cannot be read, counts it, and answers the rest', async () => {
  const metrics = createMetrics('chain');
  let broken = false;
  metrics.gauge({
    name: 'gpuflow_frail',
    help: 'A test',
    read: async () => {
      if (broken) throw new Error('the database is away');
      return [{ value: 1 }];
    },
  });
  expect((await scrape(metrics)).text).toContain('gpuflow_frail{app="chain"} 1');
  broken = true;
  await scrape(metrics);
  const { text } = await scrape(metrics);
  expect(text).not.toContain('gpuflow_frail{');
  expect(text).toMatch(
    /gpuflow_metrics_unreadable_total\{metric="gpuflow_frail",app="chain"\} [12]\n/,
  );
  expect(text).toContain('process_cpu_user_seconds_total');
});

it('answers nobody without a port', async () => {
  const { registry } = createMetrics('api');
  expect(await serveMetrics(registry, { METRICS_HOST: '127.0.0.1' })).toBeUndefined();
});

it('answers for nothing else', async () => {
  expect((await scrape(createMetrics('api'), '/secrets')).status).toBe(404);
});

it('counts warnings and errors by their message, and writes them as JSON lines', async () => {
  const metrics = createMetrics('worker');
  const to = new PassThrough();
  const log = openLog('worker', metrics.registry, to);
  log.info({ rentalId: '0x1' }, 'rental confirmed');
  log.warn({ behind: '3' }, 'node lags');
  log.warn({ behind: '4' }, 'node lags');
  log.error('lost');
  to.end();
  const written: Buffer[] = [];
  to.on('data', (chunk: Buffer) => written.push(chunk));
  await once(to, 'end');
  const lines = Buffer.concat(written).toString().trim().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { app: 'worker', level: 30, rentalId: '0x1', msg: 'rental confirmed' },
    { level: 40, behind: '3', msg: 'node lags' },
    { level: 40, behind: '4', msg: 'node lags' },
    { level: 50, msg: 'lost' },
  ]);
  const { text } = await scrape(metrics);
  expect(text).toContain(
    'gpuflow_log_lines_total{level="warn",message="node lags",app="worker"} 2',
  );
  expect(text).toContain('gpuflow_log_lines_total{level="error",message="lost",app="worker"} 1');
  expect(text).not.toContain('rental confirmed');
});
