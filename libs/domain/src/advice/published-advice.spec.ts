import { candidateOf, cheap, lora, reliable, saving, uninterrupted } from '../fixture/advice.js';
import { advise } from './advise.js';
import type { Workload } from './workload.js';

/** What the published rule says of the published offers, 97 % and 99 % meant over a day. */
const published = (changes: Partial<Workload>, overHours = 24) =>
  advise({ ...lora, ...changes }, [cheap(overHours), reliable(overHours)]).published;

it('up to 4 hours anything: it agrees, the cheapest is the best', () => {
  expect(published({ workHours: 4 })).toMatchObject({
    rule: 'ANY_TIER',
    followed: { id: '0.38 at 97 %' },
    extraUnits: 0n,
    agrees: true,
  });
});

it('up to 4 hours anything: it does not where waiting is dear enough', () => {
  const dear = published({ hourValueUnits: 200_000_000n }, 2);
  expect(dear).toMatchObject({ rule: 'ANY_TIER', followed: { id: '0.38 at 97 %' }, agrees: false });
});

it('4 to 12 hours the reliable one: it does not agree, 8 hours cost 1.11 more than they must', () => {
  expect(published({ workHours: 8 })).toEqual({
    rule: 'RELIABLE',
    followed: { id: '0.52 at 99 %', totalUnits: 4_167_122n, checkpointHours: undefined },
    extraUnits: 1_111_313n,
    agrees: false,
  });
});

it('4 to 12 hours the reliable one: it agrees from a value of 38.26 per hour of waiting on', () => {
  expect(published({ workHours: 8, hourValueUnits: 38_300_000n })).toMatchObject({
    followed: { id: '0.52 at 99 %' },
    extraUnits: 0n,
    agrees: true,
  });
});

it('4 to 12 hours: a fixed tier counts as reliable, whatever its figure', () => {
  const secure = candidateOf('secure', 590_000n, undefined, { tier: 'SECURE' });
  const advice = advise({ ...lora, workHours: 8 }, [secure, cheap(24)]);
  expect(advice.published).toMatchObject({ rule: 'RELIABLE', followed: { id: 'secure' } });
  expect(advise({ ...lora, workHours: 8 }, [cheap(24)]).published).toEqual({
    rule: 'RELIABLE',
    followed: undefined,
    extraUnits: undefined,
    agrees: undefined,
  });
});

it('above 12 hours checkpoints every 30 to 60 minutes: too often for a day of 97 %, by 1.07 %', () => {
  const advice = published({ workHours: 48, checkpoints: saving });
  expect(advice).toMatchObject({ rule: 'CHECKPOINTS', followed: { checkpointHours: 1 } });
  expect(advice).toMatchObject({ extraUnits: 196_767n, agrees: false });
});

it('above 12 hours checkpoints every 30 to 60 minutes: it agrees where 97 % is meant over an hour or two', () => {
  expect(published({ workHours: 48, checkpoints: saving }, 2)).toMatchObject({ agrees: true });
  expect(published({ workHours: 48, checkpoints: saving }, 1)).toMatchObject({
    extraUnits: 341n,
    agrees: true,
  });
});

it('above 12 hours nothing can be said of work that cannot be saved', () => {
  expect(published({ workHours: 13 })).toMatchObject({ rule: 'CHECKPOINTS', followed: undefined });
});

it('says nothing where no offer is expected to end the work', () => {
  const hopeless = candidateOf('hopeless', 1n, uninterrupted(0.01, 1));
  expect(advise({ ...lora, workHours: 100 }, [hopeless]).published).toBeUndefined();
});
