import {
  chainTransactions,
  intents,
  rentals,
  signers,
  withSignerLock,
  type FollowedTransaction,
  type SignedTransaction,
  type StoredIntent,
} from '@gpuflow/db';
import { milestone } from '@gpuflow/marketplace';
import { parseTransaction } from 'viem';
import { minedCount, suggestedTip } from '../node/signer.js';
import { broadcastStored } from './broadcast-stored.js';
import { urgentPurposes, type Fees } from './fees.js';
import { canPay } from './funds.js';
import { planRepairs, type Repair } from './plan-repairs.js';
import { ofSigner, type Sender } from './sender.js';
import {
  signTransaction,
  spendingNonce,
  transactionFacts,
  type Unsigned,
} from './sign-transaction.js';
import { simulateAll } from './simulate.js';

/** What tracking has read of the chain. */
export interface Head {
  /** How many of the signer's nonces are spent. */
  mined: number;
  baseFeePerGas: bigint;
}

/**
 * Sees to it that every nonce of a signer is mined in the end: raises the fees of what is stuck, cancels what nobody
 * wishes for any more, and fills holes. Answers whether anything was signed. Throws `Fault`.
 */
export async function repair(sender: Sender, { mined, baseFeePerGas }: Head): Promise<boolean> {
  const { chain } = sender;
  const { db, clock } = chain.market;
  const open = await chainTransactions.open(db, ofSigner(sender));
  const live = open.filter(({ state }) => state !== 'REPLACED');
  if (!live.some(({ state }) => state !== 'MINED')) return false;
  const lastUrgent = await signers.highestUnminedOf(db, ofSigner(sender), urgentPurposes);
  const repairs = planRepairs({
    live,
    mined,
    price: { baseFeePerGas, tip: await suggestedTip(chain.node) },
    maxFeePerGas: chain.maxFeePerGas,
    lastUrgentNonce: lastUrgent ?? -1,
    now: clock.now(),
  });
  if (repairs.length === 0) return false;
  return withSignerLock(db, ofSigner(sender), () => carryOutAll(sender, repairs));
}

async function carryOutAll(sender: Sender, repairs: readonly Repair[]): Promise<boolean> {
  let signed = false;
  for (const one of repairs) if (await carryOut(sender, one)) signed = true;
  return signed;
}

function carryOut(sender: Sender, one: Repair): Promise<boolean> {
  switch (one.kind) {
    case 'FILL':
      return fill(sender, one.nonce, one.fees);
    case 'RAISE':
      return raise(sender, one.transaction, one.fees);
    case 'CANCEL':
      return replace(
        sender,
        one.transaction,
        spendingNonce(sender, one.transaction.nonce, one.fees),
      );
  }
}

/** Spends a nonce for which there are no bytes, unless the chain has moved on or another process was faster. */
async function fill(sender: Sender, nonce: number, fees: Fees): Promise<boolean> {
  const { db, log } = sender.chain.market;
  const spent = await minedCount(sender.chain.node, sender.address, 'latest');
  const there = await chainTransactions.ofNonce(db, { ...ofSigner(sender), nonce });
  if (spent > nonce || there.some(({ state }) => state !== 'REPLACED')) return false;
  const unsigned = spendingNonce(sender, nonce, fees);
  if (!(await canPay(sender, unsigned))) return false;
  log.warn({ nonce }, 'hole among the nonces filled');
  const signed = await signTransaction(sender, unsigned);
  await chainTransactions.insert(db, signed);
  return publish(sender, signed);
}

/** The same calls for higher fees, or nothing where none of them is wished for any more. */
async function raise(sender: Sender, before: FollowedTransaction, fees: Fees): Promise<boolean> {
  const { nonce, intentKeys, hash } = before;
  if (await isVoid(sender, intentKeys))
    return replace(sender, before, spendingNonce(sender, nonce, fees));
  const stored = await chainTransactions.byHash(sender.chain.market.db, hash);
  const { to, data, gas } = parseTransaction(stored?.raw ?? '0x');
  // The bytes are our own: signed with all three.
  if (!to || data === undefined || gas === undefined) throw new Error(`${hash} calls nothing`);
  return replace(sender, before, { ...fees, nonce, to, data, gas, intentKeys });
}

/** Whether no call of a transaction would do anything any more, or the market has taken back what it was for. */
async function isVoid(sender: Sender, intentKeys: readonly string[]): Promise<boolean> {
  const { chain, signer } = sender;
  const carried = await intents.findAll(chain.market.db, intentKeys);
  const refused = await Promise.all(carried.map((intent) => isRefused(sender, intent)));
  if (refused.every(Boolean)) return true;
  const calls = carried.map(({ call }) => call);
  const verdicts = await simulateAll(chain, signer, calls);
  return verdicts.every(({ outcome }) => outcome === 'DONE' || outcome === 'REFUSE');
}

async function isRefused({ chain }: Sender, { call, rentalId }: StoredIntent): Promise<boolean> {
  if (call.purpose !== 'OPEN' || rentalId === undefined) return false;
  return (await rentals.find(chain.market.db, rentalId))?.refusal !== undefined;
}

/** Signs other bytes for a nonce. The ones before are kept: they may be mined all the same. */
async function replace(
  sender: Sender,
  before: FollowedTransaction,
  unsigned: Unsigned,
): Promise<boolean> {
  const { db, log } = sender.chain.market;
  if (!(await canPay(sender, unsigned))) return false;
  const signed = await signTransaction(sender, unsigned);
  const stored = await db.transaction(async (tx) => {
    const current = await chainTransactions.lock(tx, before.hash);
    if (current?.state !== 'SIGNED' && current?.state !== 'BROADCAST') return false;
    await chainTransactions.markReplaced(tx, before.hash);
    await chainTransactions.insert(tx, signed);
    return true;
  });
  const { nonce, hash, maxFeePerGas } = signed;
  const facts = { nonce, txHash: hash, before: before.hash, maxFeePerGas: maxFeePerGas.toString() };
  const done = unsigned.data === undefined ? 'transaction cancelled' : 'transaction replaced';
  if (stored) log.warn(facts, done);
  return stored && (await publish(sender, signed));
}

async function publish(sender: Sender, signed: SignedTransaction): Promise<boolean> {
  milestone('transaction.stored', transactionFacts(signed));
  await broadcastStored(sender, signed);
  return true;
}
