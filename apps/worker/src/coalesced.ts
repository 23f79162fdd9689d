/**
 * `work`, never done twice at once: calls while it runs are answered by one more run after it. A failed run rejects
 * the calls that it answers.
 */
export function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const run = () => {
    running = work().finally(() => (running = undefined));
    return running;
  };
  const follow = async () => {
    await running?.catch(() => undefined);
    next = undefined;
    await run();
  };
  return () => (running === undefined ? run() : (next ??= follow()));
}
