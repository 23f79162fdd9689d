import { AgentHomes, startAgents } from '../demo/agents.ts';
import { createDemo } from '../demo/demo.ts';
import { Example } from '../demo/example.ts';
import { auditNow, outcomeJson, statementText } from '../demo/report.ts';
import { seedMarket } from '../demo/seed-market.ts';
import { build } from './build.ts';
import { startPlatform, type Platform } from './platform.ts';
import { Processes } from './processes.ts';
import { Progress } from './progress.ts';
import { readSettings } from './settings.ts';
import { claimDataDir } from './single-start.ts';
import { welcome } from './welcome.ts';

const settings = readSettings();
const progress = new Progress();
const stopping = new AbortController();
let exiting: Promise<never> | undefined;

/** Stops everything in order and ends. A second call changes nothing. */
function exit(status: number, why?: string): Promise<never> {
  exiting ??= (async () => {
    if (why !== undefined) process.stderr.write(`${why}\n`);
    stopping.abort();
    await processes.stop();
    release();
    process.exit(status);
  })();
  return exiting;
}

const release = claim();
const processes = new Processes(settings.dataDir, (error) => void exit(1, error.message));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void exit(settings.once ? 1 : 0));

try {
  await start();
} catch (error) {
  // What fails because everything is being stopped has nothing to say.
  if (!stopping.signal.aborted) await exit(1, describe(error));
  await exiting;
}

async function start(): Promise<void> {
  const platform = await startPlatform({
    settings,
    progress,
    processes,
    building: progress.step('Build', () => build(stopping.signal)),
    signal: stopping.signal,
  });
  const market = await openMarket(platform);
  const readyMs = progress.elapsedMs();
  progress.say(`Serving after ${(readyMs / 1000).toFixed(1)} s.\n\nThe published example:`);
  const outcome = await new Example(market.demo, progress, settings.dataDir).play();
  const audit = await auditNow(market.demo);
  progress.say(statementText(outcome, audit));
  if (!settings.once) progress.say(welcome(platform));
  if (settings.json) progress.say(outcomeJson(outcome, audit, readyMs));
  if (settings.once) await exit(audit.differenceUnits === 0n ? 0 : 1);
}

async function openMarket(platform: Platform) {
  const demo = createDemo(platform);
  const homes = new AgentHomes(settings.dataDir);
  const machines = await progress.step('Demonstration market', () => seedMarket(demo, homes));
  const agents = await progress.step('Agents', () => startAgents(demo, platform, homes));
  progress.say(`  ${machines} machines are listed; agents run on ${agents} of them.`);
  return { demo };
}

function claim(): () => void {
  try {
    return claimDataDir(settings.dataDir);
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exit(1);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
