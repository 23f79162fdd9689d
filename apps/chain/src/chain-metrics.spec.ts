import { createMetrics } from '@gpuflow/process';
import { addChainMetrics } from './chain-metrics.js';
import { seats } from './fixture/accounts.js';
import { fund, stageRental, wish } from './fixture/rental.js';
import { openStage, type Stage } from './fixture/stage.js';

let stage: Stage;
// The local node calls its head final; only what has too few confirmations may vanish.
beforeEach(async () => void (stage = await openStage({ confirmations: 10n })));
afterEach(() => stage.close());

async function figures(): Promise<string[]> {
  const metrics = createMetrics('chain');
  addChainMetrics(metrics, stage.chain);
  const lines = (await metrics.registry.metrics()).split('\n');
  return lines
    .filter((line) => line.startsWith('gpuflow_'))
    .map((line) => line.replace(/,?app="chain"/, ''));
}

it('shows what waits, how far behind it is, and what signers have left', async () => {
  await stage.process.runUntilIdle();
  const renter = stage.wallet(seats.renter);
  await fund(renter, 5_000_000n);
  const rental = await stageRental(stage);
  await wish(stage, rental.id, rental.openCall);
  stage.clock.advanceSeconds(90);
  const before = await figures();
  expect(before).toContain('gpuflow_intents_queued{role="RELAYER"} 1');
  expect(before).toContain('gpuflow_intent_oldest_age_seconds{role="RELAYER"} 90');
  expect(before).toContain('gpuflow_chain_head_lag_blocks{} 3');
  expect(before).toContain('gpuflow_transaction_stuck_age_seconds{role="RELAYER"} 0');
  expect(before.filter((line) => line.startsWith('gpuflow_signer_balance_wei'))).toHaveLength(3);

  await stage.process.runUntilIdle();
  const after = await figures();
  expect(after.filter((line) => line.startsWith('gpuflow_intents_queued'))).toEqual([]);
  expect(after).toContain('gpuflow_chain_head_lag_blocks{} 0');
});

it('shows for how long a transaction has been in no block', async () => {
  await stage.process.runUntilIdle();
  await fund(stage.wallet(seats.renter), 5_000_000n);
  const rental = await stageRental(stage);
  await wish(stage, rental.id, rental.openCall);
  await stage.node.automine(false);
  await stage.process.sendStep('RELAYER');
  stage.clock.advanceSeconds(45);
  expect(await figures()).toContain('gpuflow_transaction_stuck_age_seconds{role="RELAYER"} 45');
});

it('leaves out what it cannot know before the first block', async () => {
  const lines = await figures();
  expect(lines.filter((line) => line.startsWith('gpuflow_chain_head_lag_blocks'))).toEqual([]);
});

it('counts what a reorganisation takes back', async () => {
  const metrics = createMetrics('chain');
  addChainMetrics(metrics, stage.chain);
  const before = await stage.node.snapshot();
  await stage.node.mine(3);
  await stage.process.runUntilIdle();
  await stage.node.revert(before);
  await stage.node.setNextBlockTimestamp(2_000_000_000);
  await stage.node.mine(4);
  await stage.process.runUntilIdle();
  const text = await metrics.registry.metrics();
  expect(text).toContain('gpuflow_chain_undo_depth_blocks_sum{app="chain"} 3');
  expect(text).toContain('gpuflow_chain_undo_depth_blocks_count{app="chain"} 1');
});
