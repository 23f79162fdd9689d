import {
  chainTransactions,
  intents,
  type ChainTransaction,
  type StoredIntent,
  type Tx,
} from '@gpuflow/db';
import type { SignerRole } from '@gpuflow/domain';
import type { Chain } from '../chain.js';
import { confirmedHeight } from '../indexer/heights.js';
import { headOf } from '../node/block.js';
import { receiptOf, type Receipt } from '../node/receipt.js';
import { minedCount } from '../node/signer.js';
import { broadcastStored } from './broadcast-stored.js';
import { reopenVanished } from './reopen-vanished.js';
import { retryAt } from './retry-at.js';
import { addressOf } from './sign-intent.js';
import { explainAt } from './simulate.js';

/** Bytes that are not mined are handed to the node again after so long: it may have forgotten them. */
const rebroadcastMs = 15_000;

/** How far the chain is for one signer. */
interface Progress {
  /** The highest block that has enough confirmations. */
  confirmed: bigint;
  /** How many of the signer's nonces are spent up to there. */
  spent: number;
}

/**
 * Follows a signer's transactions by their receipts until they are deep enough, and hands to the node again what is in
 * no block. A nonce is never signed for a second time while the outcome of its bytes is unknown. Answers whether
 * anything changed. Throws `Fault`.
 */
export async function trackStep(chain: Chain, role: SignerRole): Promise<boolean> {
  let changed = await reopenVanished(chain, role);
  const signer = addressOf(chain.signers[role]);
  const { db, policy } = chain.market;
  const open = [
    ...(await chainTransactions.unconfirmedOf(db, policy.chainId, signer)),
    ...(await chainTransactions.unminedOf(db, policy.chainId, signer)),
  ];
  if (open.length === 0) return changed;
  const head = await headOf(chain.node);
  const confirmed = confirmedHeight(head.number, chain.confirmations);
  const spent = confirmed < 0n ? 0 : await minedCount(chain.node, signer, confirmed);
  const receipts = await Promise.all(open.map(({ hash }) => receiptOf(chain.node, hash)));
  for (const [i, transaction] of open.entries()) {
    const news = { transaction, receipt: receipts[i] };
    if (await follow(chain, news, { confirmed, spent })) changed = true;
  }
  return changed;
}

interface News {
  transaction: ChainTransaction;
  receipt: Receipt | undefined;
}

function follow(chain: Chain, { transaction, receipt }: News, progress: Progress) {
  if (receipt === undefined) return followUnmined(chain, transaction, progress);
  if (!receipt.succeeded) return followReverted(chain, transaction, receipt);
  return followMined(chain, transaction, receipt, progress);
}

async function followUnmined(
  chain: Chain,
  transaction: ChainTransaction,
  { spent }: Progress,
): Promise<boolean> {
  const { hash, nonce, state } = transaction;
  if (nonce < spent) return giveUp(chain, transaction);
  if (state === 'MINED') await chainTransactions.markUnmined(chain.market.db, hash);
  const sentAt = state === 'BROADCAST' ? (transaction.broadcastAt?.getTime() ?? 0) : 0;
  if (chain.market.clock.now().getTime() - sentAt < rebroadcastMs) return false;
  const accepted = await broadcastStored(chain, transaction);
  return state === 'MINED' || (state === 'SIGNED' && accepted);
}

/** Another transaction, not of ours, has spent the nonce for good: these bytes can never be mined. */
function giveUp(chain: Chain, transaction: ChainTransaction): Promise<boolean> {
  const { hash, nonce } = transaction;
  chain.market.log.error({ txHash: hash, nonce }, 'nonce spent by a foreign transaction');
  return change(chain, transaction, async (tx, intent) => {
    await chainTransactions.markReplaced(tx, hash);
    await tryAgain(chain, tx, intent);
  });
}

/** Mined without effect. The next simulation tells whether the wish has come true otherwise, or never will. */
async function followReverted(
  chain: Chain,
  transaction: ChainTransaction,
  receipt: Receipt,
): Promise<boolean> {
  await logRevert(chain, transaction, receipt);
  return change(chain, transaction, async (tx, intent) => {
    const now = chain.market.clock.now();
    await chainTransactions.markReverted(tx, transaction.hash, inclusionOf(receipt), now);
    await tryAgain(chain, tx, intent);
  });
}

async function logRevert(
  chain: Chain,
  { hash, intentKey }: ChainTransaction,
  { blockNumber }: Receipt,
): Promise<void> {
  const { db, log } = chain.market;
  const intent = await intents.find(db, intentKey);
  if (intent === undefined) return;
  const signer = chain.signers[intent.signerRole];
  const meaning = await explainAt(chain, signer, intent.call, blockNumber);
  log.warn({ intent: intentKey, txHash: hash, meaning }, 'transaction reverted');
}

async function followMined(
  chain: Chain,
  transaction: ChainTransaction,
  receipt: Receipt,
  { confirmed }: Progress,
): Promise<boolean> {
  const { hash, inclusion, intentKey } = transaction;
  const known = transaction.state === 'MINED' && inclusion?.blockHash === receipt.blockHash;
  const deep = receipt.blockNumber <= confirmed;
  if (known && !deep) return false;
  const facts = { intent: intentKey, txHash: hash, block: receipt.blockNumber.toString() };
  return change(chain, transaction, async (tx) => {
    const now = chain.market.clock.now();
    if (!known) await chainTransactions.markMined(tx, hash, inclusionOf(receipt), now);
    if (deep) await chainTransactions.confirm(tx, hash);
    if (deep) await intents.confirm(tx, intentKey, now);
    chain.market.log.info(facts, deep ? 'transaction confirmed' : 'transaction mined');
  });
}

/** Writes what became of a transaction, unless somebody else has written it meanwhile. */
function change(
  { market }: Chain,
  { hash, state, intentKey }: ChainTransaction,
  write: (tx: Tx, intent: StoredIntent) => Promise<void>,
): Promise<boolean> {
  return market.db.transaction(async (tx) => {
    const intent = await intents.lock(tx, intentKey);
    const current = await chainTransactions.byHash(tx, hash);
    if (intent === undefined || current?.state !== state) return false;
    await write(tx, intent);
    return true;
  });
}

function tryAgain({ market }: Chain, tx: Tx, { key, createdAt }: StoredIntent): Promise<void> {
  return intents.requeue(tx, key, retryAt(createdAt, market.clock.now()));
}

function inclusionOf({ blockHash, blockNumber, gasUsed }: Receipt) {
  return { blockHash, blockNumber, gasUsed };
}
