import { listing, machine } from '../fixture/terms.js';
import { improvementsOf } from './improvements.js';

describe('improvements', () => {
  it('are what a machine lacks, the most urgent first', () => {
    const idle = { ...machine, gpuCount: 3, liveness: 'SILENT' } as const;
    const kinds = improvementsOf(idle, [listing]);
    expect(kinds.map(({ kind }) => kind)).toEqual(['BEAT', 'MEASURE', 'LIST_IDLE_GPUS']);
    expect(kinds.at(-1)).toEqual({ kind: 'LIST_IDLE_GPUS', gpuIndices: [1, 2] });
  });

  it('say what a clean week gains, where that can be seen', () => {
    const outlook = {
      ...{ hours: 24, now: 0.8, afterCleanWeek: 0.85, afterFailureAndWeek: 0.6 },
      failuresNotForgotten: 0.5,
    };
    const online = { ...machine, liveness: 'ONLINE' } as const;
    expect(improvementsOf(online, [listing], outlook)[0]).toEqual({ kind: 'STAY_UP', outlook });
    const best = { ...outlook, now: 0.8499 };
    expect(improvementsOf(online, [listing], best).map(({ kind }) => kind)).not.toContain(
      'STAY_UP',
    );
  });

  it('are none for a measured machine that beats and is listed', () => {
    const facts = ['gpuModel', 'gpuCount', 'vramGb', 'cpuCores', 'ramGb', 'diskGb'];
    const speeds = ['downMbps', 'upMbps'];
    const trust = Object.fromEntries(
      [...facts, ...speeds].map((fact) => [fact, 'MEASURED'] as const),
    );
    expect(improvementsOf({ ...machine, trust }, [listing])).toEqual([]);
  });
});
