import { backoffMs, startLoop } from './loop.js';

/** Resolves when it was called so many times. */
function countdown(calls: number) {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let left = calls;
  return { promise, call: () => void (--left === 0 && resolve(undefined)) };
}

const unexpected = (fault: unknown) => {
  throw fault;
};

describe('startLoop', () => {
  it('does the step again after the time it asked for', async () => {
    const thrice = countdown(3);
    const loop = startLoop(async () => {
      thrice.call();
      return 1;
    }, unexpected);
    await thrice.promise;
    await loop.stop();
  });

  it('does the step at once when woken, also when woken during a step', async () => {
    const twice = countdown(2);
    const { promise: going, resolve: go } = Promise.withResolvers<undefined>();
    const loop = startLoop(async () => {
      twice.call();
      await going;
      return 3_600_000;
    }, unexpected);
    loop.wake();
    go(undefined);
    await twice.promise;
    const again = countdown(1);
    const other = startLoop(async () => (again.call(), 3_600_000), unexpected);
    await again.promise;
    await Promise.all([loop.stop(), other.stop()]);
  });

  it('tells of a fault and tries again', async () => {
    const faults: unknown[] = [];
    const twice = countdown(2);
    const loop = startLoop(
      async () => {
        twice.call();
        if (faults.length === 0) throw new Error('cut off');
        return 1;
      },
      (fault, pauseMs) => void faults.push([fault, pauseMs]),
    );
    await twice.promise;
    await loop.stop();
    expect(faults).toEqual([[new Error('cut off'), 250]]);
  });

  it('aborts the step under way when stopped, and is silent about it', async () => {
    const faults: unknown[] = [];
    const loop = startLoop(
      (signal) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('stopped'))),
        ),
      (fault) => void faults.push(fault),
    );
    await loop.stop();
    expect(faults).toEqual([]);
  });
});

describe('backoffMs', () => {
  it('doubles up to its bound', () => {
    expect([0, 1, 2, 3, 6, 1000].map(backoffMs)).toEqual([250, 500, 1000, 2000, 15_000, 15_000]);
  });
});
