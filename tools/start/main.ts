import { build } from './build.ts';
import { startPlatform } from './platform.ts';
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
  // Imported only now, because it stands on what the build makes.
  const { playDemonstration } = await import('../demo/play.ts');
  const played = await playDemonstration(platform, progress, settings.dataDir);
  progress.say(played.text);
  if (!settings.once) progress.say(welcome(platform));
  if (settings.json) progress.say(played.json);
  if (settings.once) await exit(played.isExact ? 0 : 1);
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
