import { once } from 'node:events';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { freePort } from '../free-port.ts';
import { repository } from '../start/settings.ts';

/** Where `npm start` serves by default. */
const usualApi = 'http://127.0.0.1:4000';

const usage = `npm run demo:market -- [--api URL]

Asks the demonstration market for the published comparison, in one request, and checks every range and mean against it.
Takes the market at URL, or the one that runs at ${usualApi}; without one it brings the market up, asks, and ends it.
`;

const { api, help } = parseArgs({
  options: { api: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
}).values;

if (help) process.stdout.write(usage);
else process.exitCode = await show().catch(failed);

async function show(): Promise<number> {
  if (api !== undefined) return compare(api);
  if (await answers(usualApi)) return compare(usualApi);
  process.stdout.write(`Nothing runs at ${usualApi}: bringing the market up.\n`);
  return onOwnMarket();
}

/** Says why without a stack: what went wrong is outside of this program. */
function failed(error: unknown): number {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Runs `npm start` for as long as the question takes. */
async function onOwnMarket(): Promise<number> {
  const port = await freePort();
  const market = spawn(process.execPath, [path.join(repository, 'tools/start.mjs')], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(market, 'exit');
  try {
    await said(market.stdout, 'Serving until Ctrl-C');
    return await compare(`http://127.0.0.1:${port}`);
  } finally {
    market.kill('SIGTERM');
    await ended;
  }
}

/** Passes on what a process says until it says this. Throws where it ends before. */
async function said(output: AsyncIterable<Buffer>, words: string): Promise<void> {
  let text = '';
  for await (const chunk of output) {
    text += chunk.toString();
    if (text.includes(words)) return;
    process.stdout.write(chunk);
  }
  throw new Error('The market did not start: where another one runs, name it with --api URL.');
}

async function compare(url: string): Promise<number> {
  // Imported only now, because it stands on what the build makes.
  const { publishedComparison } = await import('./published-comparison.ts');
  const { text, holds } = await publishedComparison(url);
  process.stdout.write(text);
  return holds ? 0 : 1;
}
