import { LatestValues } from './latest-values.js';

function changing() {
  const wakes = new Set<() => void>();
  const watch = (wake: () => void) => {
    wakes.add(wake);
    return () => void wakes.delete(wake);
  };
  return { watch, wakes, change: () => wakes.forEach((wake) => wake()) };
}

describe('the latest values', () => {
  it('come at once, and once for any number of changes', async () => {
    const { watch, change } = changing();
    let reads = 0;
    const values = new LatestValues(
      watch,
      async () => (reads += 1),
      () => undefined,
    );
    expect(await values.next()).toEqual({ done: false, value: 1 });
    change();
    change();
    expect(await values.next()).toEqual({ done: false, value: 2 });
    const next = values.next();
    change();
    expect(await next).toEqual({ done: false, value: 3 });
  });

  it('are read again where a change came during a read', async () => {
    const { watch, change } = changing();
    let reads = 0;
    const values = new LatestValues(
      watch,
      async () => {
        reads += 1;
        if (reads === 1) change();
        return reads;
      },
      () => undefined,
    );
    await values.next();
    expect(await values.next()).toEqual({ done: false, value: 2 });
  });

  it('end in the middle of a wait, and watch no more', async () => {
    const { watch, wakes } = changing();
    let ends = 0;
    const values = new LatestValues(
      watch,
      async () => 1,
      () => (ends += 1),
    );
    await values.next();
    const waiting = values.next();
    await values.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await values.next()).toEqual({ done: true, value: undefined });
    expect([wakes.size, ends]).toEqual([0, 1]);
  });

  it('end where a read fails', async () => {
    const { watch, wakes } = changing();
    const failing = async () => Promise.reject(new Error('gone'));
    const values = new LatestValues(watch, failing, () => undefined);
    await expect(values.next()).rejects.toThrow('gone');
    expect(await values.next()).toEqual({ done: true, value: undefined });
    expect(wakes.size).toBe(0);
  });
});
