import { quickFaults } from './drills.ts';

/**
 * One seed of a fault of each kind that needs no process of its own. `npm run faults` plays all of them, and those of
 * real processes, with many seeds.
 */
const names = [
  'reorg-5',
  'reorg-below-finality',
  'same-transaction-in-another-block',
  'rpc-timeout-after-accepting',
  'rpc-429-burst',
  'empty-logs-at-head',
  'duplicate-log-index',
  'node-restored-to-older-state',
  'two-endpoints-disagree',
  'nonce-too-low-key-used-elsewhere',
  'nonce-too-high-and-a-gap',
  'transaction-dropped-from-pool',
  'base-fee-times-50',
  'signer-without-funds',
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
