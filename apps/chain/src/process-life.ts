const endMsMax = 2500;

/** Throws where Node is too old for this program. */
export function assertNodeVersion(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 9)) return;
  throw new Error(`Node 24.9 or later is needed; this is ${process.versions.node}.`);
}

/**
 * Ends the process when it is asked to: by SIGTERM or SIGINT, or, with PARENT_PIPE=1, when the process that holds its
 * standard input is gone. `end` has 2.5 s; what it has not finished then is left to the next start.
 */
export function endWhenAsked(end: () => Promise<void>): void {
  let ending = false;
  const finish = async () => {
    if (ending) return;
    ending = true;
    const overdue = setTimeout(() => process.exit(0), endMsMax);
    await end().finally(() => clearTimeout(overdue));
    process.exit(0);
  };
  process.on('SIGTERM', () => void finish());
  process.on('SIGINT', () => void finish());
  if (process.env['PARENT_PIPE'] === '1') process.stdin.resume().on('close', () => void finish());
}
