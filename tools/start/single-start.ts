import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Claims a state folder for this process; throws where another live start has it. Answers how to give it back. */
export function claimDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'start.pid');
  const holder = claim(file);
  if (holder !== undefined) {
    if (isStart(holder)) {
      throw new Error(
        `Process ${holder} already runs on ${dataDir}. Stop it, or choose another folder with --data.`,
      );
    }
    rmSync(file, { force: true });
    claim(file);
  }
  return () => rmSync(file, { force: true });
}

/** Writes our id where there is none; else answers whose stands there. */
function claim(file: string): number | undefined {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return undefined;
  } catch {
    return Number(readFileSync(file, 'utf8'));
  }
}

function isStart(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process id may have gone to somebody else since.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('start.mjs');
  } catch (error) {
    const isElsewhere = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isElsewhere && process.platform !== 'linux';
  }
}
