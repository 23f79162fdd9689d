import { chainTransactions, signers, type FollowedTransaction } from '@gpuflow/db';
import type { Hash } from '@gpuflow/domain';
import { milestone } from '@gpuflow/marketplace';
import { confirmedHeight } from '../indexer/heights.js';
import { headOf } from '../node/block.js';
import { receiptOf, type Receipt } from '../node/receipt.js';
import { minedCount } from '../node/signer.js';
import { broadcastStored } from './broadcast-stored.js';
import { giveUp, writeMined, writeReverted, writeVanished } from './outcome.js';
import { repair, type Head } from './repair.js';
import { reopenVanished } from './reopen-vanished.js';
import { retryAt } from './retry-at.js';
import { addressOf, ofSigner, type Sender } from './sender.js';

/** Bytes that are not mined are handed to the node again after so long: it may have forgotten them. */
const rebroadcastMs = 15_000;

/** How far the chain is for one signer. */
interface Progress {
  /** How many of the signer's nonces are spent at the head. */
  mined: number;
  /** The highest block that has enough confirmations. */
  confirmed: bigint;
  /** How many of the signer's nonces are spent up to there. */
  spent: number;
}

/**
 * Follows a signer's transactions by their receipts until they are deep enough, hands to the node again what is in no
 * block, and repairs what keeps the signer's nonces from being mined. A nonce is never given to other calls while the
 * outcome of its bytes is unknown. Answers whether anything changed. Throws `Fault`.
 */
export async function trackStep(sender: Sender): Promise<boolean> {
  const { changed, head } = await followSigner(sender);
  const repaired = head !== undefined && (await repair(sender, head));
  const retired = await followRetired(sender);
  return changed || repaired || retired;
}

/** Keys are changed while their transactions are on their way: stored bytes are followed without them. */
async function followRetired(sender: Sender): Promise<boolean> {
  const { chain, role } = sender;
  const { db, policy } = chain.market;
  const current = Object.values(chain.signers).map(addressOf);
  const retired = await signers.others(db, policy.chainId, { role, current });
  let changed = false;
  for (const address of retired) {
    if ((await followSigner({ ...sender, address })).changed) changed = true;
  }
  return changed;
}

/** What following a signer's transactions came to; `head` where some are open that may need repair. */
interface Progressed {
  changed: boolean;
  head?: Head;
}

async function followSigner(sender: Sender): Promise<Progressed> {
  const { chain, address } = sender;
  const mined = await minedCount(chain.node, address, 'latest');
  if (await reopenVanished(sender, mined)) return { changed: true };
  const open = await chainTransactions.open(chain.market.db, ofSigner(sender));
  if (open.length === 0) return { changed: false };
  const head = await headOf(chain.node);
  const confirmed = confirmedHeight(head.number, chain.confirmations);
  const deep = confirmed < 0n ? 0 : await minedCount(chain.node, address, confirmed);
  // Blocks that came since `mined` was read may be deep already: no receipt was asked for what is in them.
  const spent = Math.min(deep, mined);
  const changed = await followAll(sender, open, { mined, confirmed, spent });
  return { changed, head: { mined, baseFeePerGas: head.baseFeePerGas } };
}

/** All transactions of one nonce, by the time of signing. */
type OfNonce = readonly FollowedTransaction[];

async function followAll(
  sender: Sender,
  open: readonly FollowedTransaction[],
  progress: Progress,
): Promise<boolean> {
  const receipts = await receiptsOf(sender, open, progress);
  let changed = false;
  for (const ofNonce of Map.groupBy(open, ({ nonce }) => nonce).values()) {
    if (await follow(sender, ofNonce, receipts, progress)) changed = true;
  }
  return changed;
}

/** The receipts of all that can have one: a nonce that the node does not count as spent is in none of its blocks. */
async function receiptsOf(
  { chain }: Sender,
  open: readonly FollowedTransaction[],
  { mined }: Progress,
): Promise<Map<Hash, Receipt>> {
  const hashes = open.filter(({ nonce }) => nonce < mined).map(({ hash }) => hash);
  const answers = await Promise.all(hashes.map((hash) => receiptOf(chain.node, hash)));
  const receipts = new Map<Hash, Receipt>();
  for (const [i, hash] of hashes.entries()) {
    const receipt = answers[i];
    if (receipt !== undefined) receipts.set(hash, receipt);
  }
  return receipts;
}

function follow(
  sender: Sender,
  ofNonce: OfNonce,
  receipts: ReadonlyMap<Hash, Receipt>,
  progress: Progress,
): Promise<boolean> {
  for (const transaction of ofNonce) {
    const receipt = receipts.get(transaction.hash);
    if (receipt !== undefined) return followMined(sender, ofNonce, transaction, receipt, progress);
  }
  return followUnmined(sender, ofNonce, progress);
}

async function followUnmined(
  sender: Sender,
  ofNonce: OfNonce,
  { spent }: Progress,
): Promise<boolean> {
  const live = ofNonce.find(({ state }) => state !== 'REPLACED');
  if (live === undefined) return false;
  if (live.nonce < spent) return giveUp(sender, ofNonce, live);
  if (live.state === 'MINED') return followVanished(sender, live);
  if (sender.chain.market.clock.now() < rebroadcastAt(live)) return false;
  const accepted = await broadcastAgain(sender, live);
  return live.state === 'SIGNED' && accepted;
}

/** When to hand bytes to a node again: at once where none has heard of them, and ever later where it did not take them. */
function rebroadcastAt({ state, signedAt, broadcastAt }: FollowedTransaction): Date {
  if (broadcastAt === undefined) return signedAt;
  if (state === 'SIGNED') return retryAt(signedAt, broadcastAt);
  return new Date(broadcastAt.getTime() + rebroadcastMs);
}

async function followVanished(sender: Sender, live: FollowedTransaction): Promise<boolean> {
  if (!(await writeVanished(sender, live))) return false;
  await broadcastAgain(sender, live);
  return true;
}

/** Hands the stored bytes to the node once more. */
async function broadcastAgain(sender: Sender, { hash }: FollowedTransaction): Promise<boolean> {
  const stored = await chainTransactions.byHash(sender.chain.market.db, hash);
  return stored !== undefined && broadcastStored(sender, stored);
}

async function followMined(
  sender: Sender,
  ofNonce: OfNonce,
  transaction: FollowedTransaction,
  receipt: Receipt,
  { confirmed }: Progress,
): Promise<boolean> {
  const { hash, state, inclusion } = transaction;
  const known = state === 'MINED' && inclusion?.blockHash === receipt.blockHash;
  const deep = receipt.blockNumber <= confirmed;
  if (known && !deep) return false;
  milestone('receipt.read', { hash });
  if (!receipt.succeeded) return writeReverted(sender, transaction, receipt);
  return writeMined(sender, { ofNonce, transaction, receipt, known, deep });
}
