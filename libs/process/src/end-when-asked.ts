const endMsMax = 2_500;

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
