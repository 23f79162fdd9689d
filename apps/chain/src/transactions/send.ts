import {
  chainTransactions,
  intents,
  rentals,
  signers,
  withSignerLock,
  type SignedTransaction,
  type StoredIntent,
} from '@gpuflow/db';
import { Fault } from '@gpuflow/domain';
import { encodeCalls } from '@gpuflow/escrow';
import { milestone } from '@gpuflow/marketplace';
import { addressFor } from '../chain.js';
import { minedCount } from '../node/signer.js';
import { broadcastStored } from './broadcast-stored.js';
import {
  feeCap,
  feesUnder,
  gasPriceNow,
  patientPurposes,
  purposesAt,
  type GasPrice,
} from './fees.js';
import { canPay } from './funds.js';
import { parcelsOf, type Parcel } from './parcels.js';
import { ofSigner, type Sender } from './sender.js';
import { settleIntent, tryLater } from './settle-intents.js';
import { signTransaction, transactionFacts, type Unsigned } from './sign-transaction.js';
import { simulateAll, type Verdict } from './simulate.js';

/** The most intents that one step takes on. */
const intentsMax = 256;
/** The most transactions that one step signs. */
const parcelsMax = 16;
/** With so many transactions on their way, the next ones wait. */
const unminedMax = 64;

const tooDear = 'gas costs more than what can wait may offer';

/**
 * Sends what is queued for a signer, in order, as its only writer. Answers whether there was anything that could be
 * done. Throws `Fault` where node or database is out, or the chain too dear: what is signed by then is stored, and
 * tracking broadcasts it.
 */
export async function sendStep(sender: Sender): Promise<boolean> {
  const { db } = sender.chain.market;
  if ((await queued(sender, undefined, 1)).length === 0) return false;
  return withSignerLock(db, ofSigner(sender), async (lost) => {
    const room = unminedMax - (await signers.countUnmined(db, ofSigner(sender)));
    const price = await gasPriceNow(sender.chain.node);
    // Read again: another writer may have sent some while we waited.
    const parcels = parcelsOf(await sendable(sender, price));
    let sent = false;
    for (const parcel of parcels.slice(0, Math.max(0, Math.min(room, parcelsMax)))) {
      if (lost.aborted) throw new Fault('database', new Error('the lock of the signer is lost'));
      if (!(await send(sender, parcel, price))) return sent;
      sent = true;
    }
    return sent;
  });
}

function queued({ chain, role }: Sender, purposes: Purposes | undefined, limit: number) {
  const { db, clock, policy } = chain.market;
  const of = { chainId: policy.chainId, role, ...(purposes && { purposes }) };
  return intents.nextQueued(db, of, limit, clock.now());
}

type Purposes = ReturnType<typeof purposesAt>;

/** What is queued and may be sent at this price. Says so when something must wait for a lower one. */
async function sendable(sender: Sender, price: GasPrice): Promise<StoredIntent[]> {
  const { chain, alarms } = sender;
  const purposes = purposesAt(price, chain.maxFeePerGas);
  const waits = !patientPurposes.every((purpose) => purposes.includes(purpose));
  if (waits && (await queued(sender, patientPurposes, 1)).length > 0)
    alarms.raise(tooDear, {
      baseFeePerGas: price.baseFeePerGas.toString(),
      cap: feeCap(chain.maxFeePerGas, false).toString(),
    });
  else alarms.clear(tooDear);
  return queued(sender, purposes, intentsMax);
}

/**
 * Sends a parcel. One over which we stumble is sent intent by intent, and an intent over which we stumble is put off, so
 * that it does not hold up the others. Answers false where the signer cannot pay: then nothing is signed.
 */
async function send(sender: Sender, parcel: Parcel, price: GasPrice): Promise<boolean> {
  try {
    return await sendTogether(sender, parcel, price);
  } catch (error) {
    if (error instanceof Fault) throw error;
    const [first, ...others] = parcel;
    if (first === undefined) return true;
    if (others.length > 0) return sendApart(sender, parcel, price);
    const { db, clock, log } = sender.chain.market;
    log.error({ intent: first.key, err: error }, 'intent failed');
    await intents.requeue(db, [tryLater(first, clock.now())]);
    return true;
  }
}

async function sendApart(sender: Sender, parcel: Parcel, price: GasPrice): Promise<boolean> {
  for (const intent of parcel) {
    if (!(await send(sender, [intent], price))) return false;
  }
  return true;
}

/** Simulates a parcel and signs, stores and broadcasts what of it would succeed, in one transaction. */
async function sendTogether(sender: Sender, parcel: Parcel, price: GasPrice): Promise<boolean> {
  const ready = await readyOf(sender, parcel);
  if (ready.length === 0) return true;
  const unsigned = await unsignedFor(sender, ready, price);
  if (!(await canPay(sender, unsigned))) return false;
  const signed = await store(sender, await signTransaction(sender, unsigned));
  if (signed !== undefined) await broadcastStored(sender, signed);
  return true;
}

interface Ready {
  intent: StoredIntent;
  gas: bigint;
}

/** The intents whose calls would succeed now. What became of the others is written. */
async function readyOf(sender: Sender, parcel: Parcel): Promise<Ready[]> {
  const { chain, signer } = sender;
  const wanted = await withoutRefused(sender, parcel);
  const verdicts = await simulateAll(
    chain,
    signer,
    wanted.map(({ call }) => call),
  );
  const ready: Ready[] = [];
  for (const [i, intent] of wanted.entries()) {
    const verdict: Verdict | undefined = verdicts[i];
    if (verdict?.outcome === 'READY') ready.push({ intent, gas: verdict.gas });
    else if (verdict !== undefined) await settleIntent(chain, intent, verdict);
  }
  return ready;
}

/** A rental that the market has refused is not opened any more, whatever the chain would say now. */
async function withoutRefused({ chain }: Sender, parcel: Parcel): Promise<Parcel> {
  const { db, clock } = chain.market;
  const wanted: StoredIntent[] = [];
  for (const intent of parcel) {
    const opened = intent.call.purpose === 'OPEN' ? intent.rentalId : undefined;
    const refusal = opened && (await rentals.find(db, opened))?.refusal;
    if (refusal === undefined) wanted.push(intent);
    else await intents.refuse(db, intent.key, refusal, clock.now());
  }
  return wanted;
}

async function unsignedFor(
  sender: Sender,
  ready: readonly Ready[],
  price: GasPrice,
): Promise<Unsigned> {
  const { contracts, maxFeePerGas } = sender.chain;
  const calls = ready.map(({ intent }) => intent.call);
  const [first] = calls;
  if (first === undefined) throw new Error('nothing to send');
  const urgent = ready.some(({ intent }) => !patientPurposes.includes(intent.call.purpose));
  const fees = feesUnder(feeCap(maxFeePerGas, urgent), price);
  if (fees === undefined) throw new Fault('chain', new Error('gas costs more than the cap'));
  return {
    ...fees,
    nonce: await nextNonce(sender),
    // What shares a transaction is for one contract.
    to: addressFor(contracts, first),
    data: encodeCalls(calls),
    gas: gasLimit(ready),
    intentKeys: ready.map(({ intent }) => intent.key),
  };
}

/**
 * No limit is lower: what a call does depends on the second in which it is mined (a settlement with nothing vested yet
 * does nothing), so an estimate can be far too low. Unused gas costs nothing.
 */
const gasMin = 400_000n;

/** A quarter above the estimates, for storage that another transaction touches first. */
function gasLimit(ready: readonly Ready[]): bigint {
  const estimate = ready.reduce((sum, { gas }) => sum + gas, 0n);
  const wanted = estimate + estimate / 4n;
  return wanted > gasMin ? wanted : gasMin;
}

/**
 * The chain's count or one above all that we hold bytes for, whichever is higher: a node may lag, and bytes of ours that
 * are not mined yet keep their nonces. It comes down again where what spent a nonce has vanished.
 */
async function nextNonce(sender: Sender): Promise<number> {
  const { node, market } = sender.chain;
  const mined = await minedCount(node, sender.address, 'latest');
  const highest = await signers.highestNonce(market.db, ofSigner(sender));
  return Math.max(mined, (highest ?? -1) + 1);
}

/** Stores signed bytes, unless another writer, while our lock was lost, has sent an intent of theirs: then they are void. */
async function store(
  { chain }: Sender,
  signed: SignedTransaction,
): Promise<SignedTransaction | undefined> {
  const stored = await chain.market.db.transaction(async (tx) => {
    const still = await intents.lockQueued(tx, signed.intentKeys);
    if (still.length < signed.intentKeys.length) return undefined;
    await chainTransactions.insert(tx, signed);
    await intents.markSent(tx, signed.intentKeys);
    return signed;
  });
  if (stored !== undefined) milestone('transaction.stored', transactionFacts(stored));
  return stored;
}
