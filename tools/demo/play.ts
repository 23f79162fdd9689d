import type { Platform } from '../start/platform.ts';
import type { Progress } from '../start/progress.ts';
import { AgentHomes, startAgents } from './agents.ts';
import { createDemo } from './demo.ts';
import { Example } from './example.ts';
import { auditNow, differenceUnits, outcomeJson, statementText } from './report.ts';
import { seedMarket } from './seed-market.ts';

/** What came of the demonstration, for people and for programs. */
export interface Played {
  /** Whether logs, contract and database agree to the unit. */
  isExact: boolean;
  text: string;
  json: string;
}

/** Opens the demonstration market on a platform, plays the published example on it, and audits the money. */
export async function playDemonstration(
  platform: Platform,
  progress: Progress,
  dataDir: string,
): Promise<Played> {
  const demo = createDemo(platform);
  const homes = new AgentHomes(dataDir);
  const machines = await progress.step('Demonstration market', () => seedMarket(demo, homes));
  const agents = await progress.step('Agents', () => startAgents(demo, platform, homes));
  progress.say(`  ${machines} machines are listed; agents run on ${agents} of them.`);
  const readyMs = progress.elapsedMs();
  progress.say(`Serving after ${(readyMs / 1000).toFixed(1)} s.\n\nThe published example:`);
  const outcome = await new Example(demo, progress, dataDir).play();
  const audit = await auditNow(demo);
  return {
    isExact: differenceUnits(audit) === 0n,
    text: statementText(outcome, audit),
    json: outcomeJson(outcome, audit, readyMs),
  };
}
