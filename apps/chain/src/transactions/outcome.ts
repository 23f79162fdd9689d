import {
  chainTransactions,
  intentOutcomes,
  intents,
  type FollowedTransaction,
  type StoredIntent,
  type Tx,
} from '@gpuflow/db';
import { explainReason, failedItems, isPublished } from '@gpuflow/escrow';
import { milestone, type Milestones } from '@gpuflow/marketplace';
import type { Receipt } from '../node/receipt.js';
import type { Sender } from './sender.js';
import { tryLater, writeMeaning } from './settle-intents.js';
import { transactionFacts } from './sign-transaction.js';
import { explainAt } from './simulate.js';
import { unmine } from './unmine.js';

/** A receipt, and what it is news of. */
export interface Mined {
  /** All transactions of the nonce, this one included. */
  ofNonce: readonly FollowedTransaction[];
  transaction: FollowedTransaction;
  receipt: Receipt;
  /** That it stands in this block is written already. */
  known: boolean;
  /** Its block has enough confirmations. */
  deep: boolean;
}

/** Writes what became of a transaction, unless somebody else has written it meanwhile. Answers whether it was written. */
function change(
  { chain }: Sender,
  { hash, state, inclusion }: FollowedTransaction,
  write: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  return chain.market.db.transaction(async (tx) => {
    const current = await chainTransactions.lock(tx, hash);
    const same = current?.blockHash === (inclusion?.blockHash ?? null);
    if (current?.state !== state || !same) return false;
    await write(tx);
    return true;
  });
}

/** Its calls were made, but for those that the contract refused one by one. */
export async function writeMined(sender: Sender, mined: Mined): Promise<boolean> {
  const { transaction, receipt, known, deep } = mined;
  const written = await change(sender, transaction, async (tx) => {
    if (!known) await writeCalls(sender, tx, mined);
    if (deep) await writeConfirmed(sender, tx, mined);
  });
  if (!written) return false;
  const { hash, intentKeys } = transaction;
  const facts = { intents: intentKeys, txHash: hash, block: receipt.blockNumber.toString() };
  sender.chain.market.log.info(facts, deep ? 'transaction confirmed' : 'transaction mined');
  if (deep) tell(transaction, 'CONFIRMED');
  return true;
}

/** What each call of the block that holds it came to; of another block before, it may have been otherwise. */
async function writeCalls(sender: Sender, tx: Tx, { transaction, receipt }: Mined): Promise<void> {
  const { hash, intentKeys } = transaction;
  const { market, contracts } = sender.chain;
  const failures = failedItems(contracts.escrow, receipt.logs);
  const result = { inclusion: inclusionOf(receipt), failures };
  await chainTransactions.markMined(tx, hash, result, market.clock.now());
  await intents.markSent(tx, await intentOutcomes.keysDone(tx, hash));
  if (failures.size === 0) return;
  const decided = await intentOutcomes.decidedElsewhere(tx, hash);
  for (const [position, reason] of failures) {
    const [intent] = await intents.findAll(tx, intentKeys.slice(position, position + 1));
    if (intent === undefined || decided.has(intent.key)) continue;
    await writeMeaning(sender.chain, tx, intent, explainReason(reason, intent.call));
  }
}

async function writeConfirmed(
  sender: Sender,
  tx: Tx,
  { ofNonce, transaction, receipt }: Mined,
): Promise<void> {
  const { hash, intentKeys } = transaction;
  await chainTransactions.confirm(tx, hash);
  const done = await intentOutcomes.keysDone(tx, hash);
  await intents.confirm(tx, done, sender.chain.market.clock.now());
  for (const intent of await intents.findAll(tx, done))
    await assertSaid(sender, tx, intent, receipt);
  // What another of this nonce carried, and this one does not, was not done.
  await release(sender, tx, ofNonce, intentKeys);
}

/** Where no contract is, a publication succeeds and nothing is published: the address is wrong. */
async function assertSaid(
  { chain }: Sender,
  tx: Tx,
  intent: StoredIntent,
  { logs }: Receipt,
): Promise<void> {
  const { call } = intent;
  const { usageRoots } = chain.contracts;
  if (call.purpose !== 'PUBLISH_USAGE_ROOT' || isPublished(usageRoots, call, logs)) return;
  const facts = { have: `no log at ${usageRoots}`, want: call.root };
  await writeMeaning(chain, tx, intent, { outcome: 'REFUSE', code: 'BAD_STATE', facts });
}

/** Mined without effect. The next simulation tells whether the wishes have come true otherwise, or never will. */
export async function writeReverted(
  sender: Sender,
  transaction: FollowedTransaction,
  receipt: Receipt,
): Promise<boolean> {
  const { hash } = transaction;
  await logRevert(sender, transaction, receipt);
  const written = await change(sender, transaction, async (tx) => {
    const now = sender.chain.market.clock.now();
    await chainTransactions.markReverted(tx, hash, inclusionOf(receipt), now);
    await release(sender, tx, [transaction], []);
  });
  if (written) tell(transaction, 'REVERTED');
  return written;
}

/** Why it reverted, as far as the state at the end of its block tells. */
async function logRevert(
  { chain, signer }: Sender,
  { hash, intentKeys }: FollowedTransaction,
  { blockNumber }: Receipt,
): Promise<void> {
  const { db, log } = chain.market;
  const [intent] = await intents.findAll(db, intentKeys.slice(0, 1));
  const meaning = intent && (await explainAt(chain, signer, intent.call, blockNumber));
  log.warn({ intents: intentKeys, txHash: hash, meaning }, 'transaction reverted');
}

/** Its block is gone, and it is in no other. */
export function writeVanished(sender: Sender, transaction: FollowedTransaction): Promise<boolean> {
  return change(sender, transaction, (tx) => unmine(tx, transaction));
}

/** A transaction, not one of ours, has spent the nonce for good: no bytes of ours for it can be mined any more. */
export async function giveUp(
  sender: Sender,
  ofNonce: readonly FollowedTransaction[],
  live: FollowedTransaction,
): Promise<boolean> {
  const { hash, nonce } = live;
  const written = await change(sender, live, async (tx) => {
    await chainTransactions.markReplaced(tx, hash);
    await release(sender, tx, ofNonce, []);
  });
  if (!written) return false;
  const facts = { txHash: hash, nonce };
  sender.chain.market.log.error(facts, 'nonce spent by a foreign transaction');
  tell(live, 'REPLACED');
  return true;
}

/** Queues what these transactions carried, but for `kept` and what another transaction decides. */
async function release(
  { chain }: Sender,
  tx: Tx,
  transactions: readonly FollowedTransaction[],
  kept: readonly string[],
): Promise<void> {
  const free = new Set<string>();
  for (const { hash, intentKeys } of transactions) {
    const decided = await intentOutcomes.decidedElsewhere(tx, hash);
    for (const key of intentKeys) if (!decided.has(key) && !kept.includes(key)) free.add(key);
  }
  const released = (await intents.findAll(tx, [...free])).filter(({ state }) => state === 'SENT');
  const now = chain.market.clock.now();
  await intents.requeue(
    tx,
    released.map((intent) => tryLater(intent, now)),
  );
}

function tell(
  transaction: FollowedTransaction,
  state: Milestones['transaction.settled']['state'],
): void {
  milestone('transaction.settled', { ...transactionFacts(transaction), state });
}

function inclusionOf({ blockHash, blockNumber, gasUsed }: Receipt) {
  return { blockHash, blockNumber, gasUsed };
}
