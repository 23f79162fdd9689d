import { createReconciler } from './reconciler.js';
import type { Assignment, Report } from './plan-steps.js';
import type { RunningInstance, Runtime } from './runtime.js';

const run: Assignment = { rentalId: '0x01', desired: 'RUN', probeToken: 'secret' };
const silent = { info: () => undefined, warn: () => undefined };

/** A runtime in memory, whose starts fail as often as it is told. */
function memoryRuntime(failures = 0) {
  const running = new Map<string, RunningInstance>();
  let toFail = failures;
  const runtime: Runtime = {
    capabilities: { driver: 'memory', isolated: true },
    start: async ({ rentalId }) => {
      if (toFail-- > 0) throw new Error('image cut off');
      const instance = { rentalId, port: 8000 + running.size };
      running.set(rentalId, instance);
      return instance;
    },
    stop: async (rentalId) => void running.delete(rentalId),
    list: () => [...running.values()],
    close: async () => running.clear(),
  };
  return { runtime, running };
}

function setUp(failures = 0) {
  const reports: Report[] = [];
  const { runtime, running } = memoryRuntime(failures);
  const report = async (said: Report) => void reports.push(said);
  const options = { runtime, report, log: silent, lookEverySeconds: 5 };
  return { reconciler: createReconciler(options), reports, running, options };
}

describe('reconciler', () => {
  it('starts and reports, and does nothing the second time', async () => {
    const { reconciler, reports, running } = setUp();
    reconciler.assign([run]);
    expect(await reconciler.reconcile()).toBe(5000);
    await reconciler.reconcile();
    expect([...running.keys()]).toEqual(['0x01']);
    expect(reports).toEqual([
      { rentalId: '0x01', state: 'STARTING' },
      { rentalId: '0x01', state: 'RUNNING', port: 8000 },
    ]);
  });

  it('keeps what runs while it has no list', async () => {
    const { reconciler, running } = setUp();
    running.set('0x01', { rentalId: '0x01', port: 8000 });
    await reconciler.reconcile();
    expect(running.size).toBe(1);
  });

  it('stops what is no longer desired and says so', async () => {
    const { reconciler, reports, running } = setUp();
    reconciler.assign([run]);
    await reconciler.reconcile();
    reconciler.assign([{ ...run, desired: 'STOP' }]);
    await reconciler.reconcile();
    expect(running.size).toBe(0);
    expect(reports.at(-1)).toEqual({ rentalId: '0x01', state: 'STOPPED' });
  });

  it('tries a failed start again, and the rental goes on', async () => {
    const { reconciler, reports, running } = setUp(1);
    reconciler.assign([run]);
    const pauseMs = await reconciler.reconcile();
    expect(running.size).toBe(0);
    expect(pauseMs).toBeLessThanOrEqual(250);
    const giveUpAt = Date.now() + 5000;
    while (running.size === 0 && Date.now() < giveUpAt) await reconciler.reconcile();
    expect(reports.map(({ state }) => state)).toEqual(['STARTING', 'RUNNING']);
  });

  it('starts though the API cannot be told, and tells it later', async () => {
    const { reports, running, options } = setUp();
    let reachable = false;
    const report = async (said: Report) => {
      if (!reachable) throw new Error('unreachable');
      await options.report(said);
    };
    const reconciler = createReconciler({ ...options, report });
    reconciler.assign([run]);
    await expect(reconciler.reconcile()).rejects.toThrow('unreachable');
    expect(running.size).toBe(1);
    reachable = true;
    await reconciler.reconcile();
    expect(reports).toEqual([{ rentalId: '0x01', state: 'RUNNING', port: 8000 }]);
  });

  it('looks again at its usual pace once a failing rental is stopped', async () => {
    const { reconciler } = setUp(1);
    reconciler.assign([run]);
    await reconciler.reconcile();
    reconciler.assign([{ ...run, desired: 'STOP' }]);
    expect(await reconciler.reconcile()).toBe(5000);
  });
});
