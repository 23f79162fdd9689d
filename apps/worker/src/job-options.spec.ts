import { offerBounds } from '@gpuflow/domain';

import { probeJob, probePauseMs } from './job-options.js';

describe('probes of one instance', () => {
  it('come less and less often, within bounds', () => {
    expect([1, 2, 3, 5, 6, 5000].map(probePauseMs)).toEqual([
      500, 1000, 2000, 8000, 15_000, 15_000,
    ]);
  });

  it('go on for as long as a start deadline may lie ahead', () => {
    const pauses = Array.from({ length: probeJob.attempts - 1 }, (_, n) => probePauseMs(n + 1));
    const lastsMs = pauses.reduce((sum, pauseMs) => sum + pauseMs, 0);
    expect(lastsMs).toBeGreaterThanOrEqual(offerBounds.startWithin * 1000);
  });
});
