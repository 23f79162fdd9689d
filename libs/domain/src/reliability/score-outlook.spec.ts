import fc from 'fast-check';

import { enrolledAt, followedBy, history, model, rates } from '../fixture/score.js';
import { scoreOutlook } from './score-outlook.js';
import { scoreStateOf } from './score/log.js';
import { scoreOf } from './score/score.js';

const weekMs = 7 * 24 * 3_600_000;

it('promises what the score then says, a gain for a clean week and less of it after a failure', () => {
  fc.assert(
    fc.property(history, rates, model, (log, known, taught) => {
      fc.pre(log.at(-1)?.state === 'UP'); // what is not up cannot fail: its outage goes on for an hour
      const outlook = scoreOutlook(scoreStateOf(enrolledAt, log), known, taught);
      const after = scoreStateOf(enrolledAt, followedBy(log, 'UP', weekMs));
      expect(outlook.afterCleanWeek).toBe(scoreOf(after, known, taught).lowerBound);
      expect(outlook.afterCleanWeek).toBeGreaterThanOrEqual(outlook.now);
      expect(outlook.afterFailureAndWeek).toBeLessThanOrEqual(outlook.afterCleanWeek);
    }),
    { numRuns: 50 },
  );
});
