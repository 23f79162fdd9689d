import { quickFaults } from './drills.ts';

/** One seed of each fault that needs no process of its own; `npm run faults` plays all of them with many seeds. */
const seeds = [1];

it.each(quickFaults)('$name: the invariants hold, and it recovers', async ({ name, play }) => {
  const { failure, outcomes } = await play(seeds);
  expect({ name, failure }).toEqual({ name, failure: undefined });
  expect(outcomes.map(({ seed }) => seed)).toEqual(seeds);
});
