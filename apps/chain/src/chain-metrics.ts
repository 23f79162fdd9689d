import { subscribe } from 'node:diagnostics_channel';
import { chainCursors, chainWork } from '@gpuflow/db';
import type { Hex, SignerRole } from '@gpuflow/domain';
import { milestoneChannel } from '@gpuflow/marketplace';
import type { Metrics, Sample } from '@gpuflow/process';
import { Histogram } from 'prom-client';
import { z } from 'zod';
import type { Chain } from './chain.js';
import { ask } from './node/ask.js';
import { headOf } from './node/block.js';
import { quantity } from './node/quantity.js';
import { addressOf } from './transactions/sender.js';

const roles: readonly SignerRole[] = ['METER', 'KEEPER', 'RELAYER'];

/** Depths that matter: a hiccup, an ordinary reorganisation, one that reaches what rentals were started on. */
const depths = [1, 2, 3, 5, 8, 12, 20, 32, 64];
const blocksForm = z.object({ undone: z.number() });

/** What to watch of the work between database and chain: how far it is behind, what is stuck, who runs out of money. */
export function addChainMetrics(metrics: Metrics, chain: Chain): void {
  observeReorgs(metrics);
  metrics.gauge({
    name: 'gpuflow_chain_head_lag_blocks',
    help: "Blocks by which the projection is behind the node's head",
    read: async () => [{ value: await headLag(chain) }],
  });
  metrics.gauge({
    name: 'gpuflow_chain_head_age_seconds',
    help: 'Seconds since the newest block that was read',
    read: async () => [{ value: await headAge(chain) }],
  });
  metrics.gauge({
    name: 'gpuflow_intents_queued',
    help: 'Intents whose time to be signed has come',
    labels: ['role'],
    read: async () => (await work(chain)).queued.map(({ role, count }) => of(role, count)),
  });
  metrics.gauge({
    name: 'gpuflow_intent_oldest_age_seconds',
    help: 'How long the oldest intent has waited to be signed',
    labels: ['role'],
    read: async () =>
      (await work(chain)).queued.map(({ role, oldestAt }) =>
        of(role, secondsSince(chain, oldestAt)),
      ),
  });
  metrics.gauge({
    name: 'gpuflow_transaction_stuck_age_seconds',
    help: 'How long the oldest signed transaction has been in no block',
    labels: ['role'],
    read: () => stuckAges(chain),
  });
  metrics.gauge({
    name: 'gpuflow_signer_balance_wei',
    help: 'What a signer has to pay gas with',
    labels: ['role'],
    read: () => Promise.all(roles.map((role) => balance(chain, role))),
  });
}

/** Histogram of the reorganisations since the process began. */
function observeReorgs({ registry }: Metrics): void {
  const depth = new Histogram({
    name: 'gpuflow_chain_undo_depth_blocks',
    help: 'How many blocks were taken back by each reorganisation',
    buckets: depths,
    registers: [registry],
  });
  subscribe(milestoneChannel('blocks.stored'), (message) => {
    const { undone } = blocksForm.parse(message);
    if (undone > 0) depth.observe(undone);
  });
}

async function headLag(chain: Chain): Promise<number> {
  const { number } = await headOf(chain.node);
  return Number(number - (await cursorOf(chain)).number);
}

async function headAge(chain: Chain): Promise<number> {
  const { timestamp } = await cursorOf(chain);
  return secondsSince(chain, new Date(Number(timestamp) * 1000));
}

async function cursorOf({ market }: Chain) {
  const cursor = await chainCursors.find(market.db, market.policy.chainId);
  if (cursor === undefined) throw new Error('no block was read yet');
  return cursor;
}

function work({ market }: Chain) {
  return chainWork(market.db, market.policy.chainId, market.clock.now());
}

async function stuckAges(chain: Chain): Promise<Sample[]> {
  const { unmined } = await work(chain);
  return roles.map((role) => {
    const signer = addressOf(chain.signers[role]);
    const oldest = unmined.find((one) => one.signer === signer);
    return of(role, oldest === undefined ? 0 : secondsSince(chain, oldest.oldestAt));
  });
}

async function balance({ node, signers }: Chain, role: SignerRole): Promise<Sample> {
  const params: [Hex, 'latest'] = [signers[role].address, 'latest'];
  const wei = await ask(quantity, node.request({ method: 'eth_getBalance', params }));
  return of(role, Number(wei));
}

function of(role: SignerRole, value: number): Sample {
  return { labels: { role }, value };
}

function secondsSince({ market }: Chain, then: Date): number {
  return (market.clock.now().getTime() - then.getTime()) / 1000;
}
