import {
  chainTransactions,
  intents,
  rentals,
  withSignerLock,
  type SignedTransaction,
  type StoredIntent,
} from '@gpuflow/db';
import { Fault, type Address, type SignerRole } from '@gpuflow/domain';
import type { Chain, Signer } from '../chain.js';
import { minedCount } from '../node/signer.js';
import { broadcastStored } from './broadcast-stored.js';
import { currentFees, type Fees } from './fees.js';
import { retryAt } from './retry-at.js';
import { settleIntent } from './settle-intent.js';
import { addressOf, signIntent } from './sign-intent.js';
import { simulate } from './simulate.js';

/** The most intents that one step takes on. */
const intentsMax = 16;
/** With so many transactions on their way, the next ones wait. */
const unminedMax = 64;

/**
 * Sends what is queued for a signer, in order, as its only writer. Answers whether there was anything to do. Throws
 * `Fault` where node or database is out, or the chain too dear or too slow: what is signed by then is stored, and
 * tracking broadcasts it.
 */
export async function sendStep(chain: Chain, role: SignerRole): Promise<boolean> {
  if ((await queued(chain, role)).length === 0) return false;
  const signer = addressOf(chain.signers[role]);
  const { db, policy } = chain.market;
  return withSignerLock(db, { chainId: policy.chainId, signer }, async (lost) => {
    await waitForRoom(chain, signer);
    const fees = await currentFees(chain);
    // Read again: another writer may have sent some while we waited.
    for (const intent of await queued(chain, role)) {
      if (lost.aborted) throw new Fault('database', new Error('the lock of the signer is lost'));
      const signed = await attempt(chain, intent, fees);
      if (signed !== undefined) await broadcastStored(chain, signed);
    }
    return true;
  });
}

/** Signs no more while the chain does not keep up with what it has. */
async function waitForRoom({ market }: Chain, signer: Address): Promise<void> {
  const { db, policy } = market;
  const unmined = await chainTransactions.unminedOf(db, policy.chainId, signer);
  if (unmined.length < unminedMax) return;
  throw new Fault('chain', new Error(`${unmined.length} transactions of ${signer} are not mined`));
}

/** An intent over which we stumble is put off, so that it does not hold up those behind it. */
async function attempt(
  chain: Chain,
  intent: StoredIntent,
  fees: Fees,
): Promise<SignedTransaction | undefined> {
  const { db, clock, log } = chain.market;
  try {
    return await signNext(chain, intent, fees);
  } catch (error) {
    if (error instanceof Fault) throw error;
    log.error({ intent: intent.key, err: error }, 'intent failed');
    await intents.requeue(db, intent.key, retryAt(intent.createdAt, clock.now()));
    return undefined;
  }
}

function queued({ market }: Chain, role: SignerRole): Promise<StoredIntent[]> {
  const of = { chainId: market.policy.chainId, role };
  return intents.nextQueued(market.db, of, intentsMax, market.clock.now());
}

/** Simulates an intent and, where that succeeds, signs and stores its transaction: only then may it be broadcast. */
async function signNext(
  chain: Chain,
  intent: StoredIntent,
  fees: Fees,
): Promise<SignedTransaction | undefined> {
  if (await refusedByMarket(chain, intent)) return undefined;
  const signer = chain.signers[intent.signerRole];
  const verdict = await simulate(chain, signer, intent.call);
  if (verdict.outcome !== 'READY') {
    await settleIntent(chain, intent, verdict);
    return undefined;
  }
  const nonce = await nextNonce(chain, signer);
  const signed = await signIntent(chain, signer, intent, { ...fees, nonce, gas: verdict.gas });
  return store(chain, signed);
}

/** Stores signed bytes, unless another writer, while our lock was lost, has sent their intent: then they are void. */
function store(
  { market }: Chain,
  signed: SignedTransaction,
): Promise<SignedTransaction | undefined> {
  return market.db.transaction(async (tx) => {
    const intent = await intents.lock(tx, signed.intentKey);
    if (intent?.state !== 'QUEUED') return undefined;
    await chainTransactions.insert(tx, signed);
    await intents.markSent(tx, signed.intentKey);
    return signed;
  });
}

/** A rental that the market has refused is not opened any more, whatever the chain would say now. */
async function refusedByMarket({ market }: Chain, intent: StoredIntent): Promise<boolean> {
  if (intent.call.purpose !== 'OPEN') return false;
  const rental = await rentals.find(market.db, intent.rentalId);
  if (rental?.refusal === undefined) return false;
  await intents.refuse(market.db, intent.key, rental.refusal, market.clock.now());
  return true;
}

/**
 * The chain's count or one above all we have signed, whichever is higher: a node may lag, and bytes of ours that are not
 * mined yet keep their nonces.
 */
async function nextNonce({ market, node }: Chain, signer: Signer): Promise<number> {
  const address = addressOf(signer);
  const mined = await minedCount(node, address, 'latest');
  const { db, policy } = market;
  const highest = await chainTransactions.highestNonce(db, policy.chainId, address);
  return Math.max(mined, (highest ?? -1) + 1);
}
