import { coalesced } from './coalesced.js';

/** Work that waits until it is let through, run by run. */
function gatedWork() {
  const gates: (() => void)[] = [];
  let most = 0;
  let under = 0;
  const work = async () => {
    most = Math.max(most, ++under);
    await new Promise<void>((resolve) => gates.push(resolve));
    under -= 1;
  };
  return { work, gates, most: () => most };
}

describe('coalesced', () => {
  it('answers all calls during a run by one more run', async () => {
    const { work, gates, most } = gatedWork();
    const run = coalesced(work);
    const first = run();
    const later = [run(), run(), run()];
    gates[0]?.();
    await first;
    await new Promise(setImmediate);
    gates[1]?.();
    await Promise.all(later);
    expect(gates).toHaveLength(2);
    expect(most()).toBe(1);
  });

  it('runs again after a run that failed', async () => {
    let runs = 0;
    const run = coalesced(async () => {
      runs += 1;
      if (runs === 1) throw new Error('cut off');
    });
    const first = run();
    const second = run();
    await expect(first).rejects.toThrow('cut off');
    await second;
    expect(runs).toBe(2);
  });
});
