import { quickFaults } from './drills.ts';

/**
 * One seed of some faults that need no process of their own, within a minute. `npm run faults` plays all of them, and
 * those of real processes, with many seeds.
 */
const names = [
  'reorg-5',
  'reorg-below-finality',
  'rpc-timeout-after-accepting',
  'empty-logs-at-head',
  'two-endpoints-disagree',
  'nonce-too-high-and-a-gap',
  'transaction-dropped-from-pool',
  'base-fee-times-50',
  'poisoned-item-in-a-batch',
];
const seeds = [1];

/** A second or two where nothing else runs. */
const trialMsMax = 180_000;

it.each(names)(
  '%s: the invariants hold, and it recovers',
  async (name) => {
    const fault = quickFaults.find((one) => one.name === name);
    const report = await fault?.play(seeds);
    expect(report).toMatchObject({ fault: name, failure: undefined, outcomes: [{ seed: 1 }] });
  },
  trialMsMax,
);
