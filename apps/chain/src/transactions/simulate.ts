import { Fault, type IntentCall } from '@gpuflow/domain';
import { decodeTrial, encodeCall, encodeTrial, explainRevert, type Meaning } from '@gpuflow/escrow';
import { addressFor, type Chain, type Signer } from '../chain.js';
import { ask, NodeRefusal, refusalIn } from '../node/ask.js';
import { bytes, quantity, toQuantity } from '../node/quantity.js';

/** What would become of a call now. READY: it would succeed and use so much gas. */
export type Verdict = { outcome: 'READY'; gas: bigint } | Meaning;

/**
 * More than any call uses that can share a transaction, in whatever second it is mined: the dearest, a preemption, uses
 * 81,000 with the transaction's own gas.
 */
const sharedCallGas = 120_000n;

/**
 * What would become of calls that share a transaction, each as if the ones before it were made. All are tried at once;
 * those that fail are asked for their reason one by one. Throws `Fault('rpc')` where the node is out.
 */
export async function simulateAll(
  chain: Chain,
  signer: Signer,
  calls: readonly IntentCall[],
): Promise<Verdict[]> {
  const [first, second] = calls;
  if (first === undefined) return [];
  if (second === undefined) return [await simulate(chain, signer, first)];
  const made = await tryTogether(chain, signer, calls);
  if (made === undefined) return simulateHalves(chain, signer, calls);
  return Promise.all(
    calls.map(async (call, i): Promise<Verdict> =>
      made[i] === true ? { outcome: 'READY', gas: sharedCallGas } : simulate(chain, signer, call),
    ),
  );
}

/** Nodes limit a question's size and gas in many ways; one call is the smallest question there is. */
async function simulateHalves(chain: Chain, signer: Signer, calls: readonly IntentCall[]) {
  const middle = Math.ceil(calls.length / 2);
  const lower = await simulateAll(chain, signer, calls.slice(0, middle));
  return [...lower, ...(await simulateAll(chain, signer, calls.slice(middle)))];
}

/** Which calls of a batch would be made; undefined where the node will not try so many at once. */
async function tryTogether(
  { node, contracts }: Chain,
  signer: Signer,
  calls: readonly IntentCall[],
): Promise<readonly boolean[] | undefined> {
  const request = {
    from: signer.address,
    to: contracts.escrow,
    data: encodeTrial(calls),
    gas: toQuantity(sharedCallGas * BigInt(calls.length)),
  };
  try {
    const question = node.request({ method: 'eth_call', params: [request, 'latest'] });
    return answersIn(await ask(bytes, question), calls.length);
  } catch (error) {
    if (error instanceof NodeRefusal) return undefined;
    throw error;
  }
}

function answersIn(answer: `0x${string}`, count: number): readonly boolean[] {
  try {
    const made = decodeTrial(answer);
    if (made.length === count) return made;
  } catch {
    // Not the contract's answer.
  }
  throw new Fault('rpc', new Error('the node did not answer for every call of a batch'));
}

/**
 * Executes a call at a node without sending it. The last block decides, but for calls whose time has not come there:
 * the next block is later, and only a pending block knows by how much. Throws `Fault('rpc')` where the node is out.
 */
export async function simulate(chain: Chain, signer: Signer, call: IntentCall): Promise<Verdict> {
  const now = await execute(chain, signer, call, 'latest');
  if (now.outcome !== 'WAIT') return now;
  const next = await execute(chain, signer, call, 'pending');
  return next.outcome === 'READY' ? next : now;
}

/** What a call would have met at the end of a block, for calls that failed in it. */
export async function explainAt(
  chain: Chain,
  signer: Signer,
  call: IntentCall,
  blockNumber: bigint,
): Promise<Verdict> {
  return execute(chain, signer, call, toQuantity(blockNumber));
}

type At = 'latest' | 'pending' | `0x${string}`;

/** A gas estimate is an `eth_call` that also tells the price. */
async function execute(
  { node, contracts }: Chain,
  signer: Signer,
  call: IntentCall,
  at: At,
): Promise<Verdict> {
  const to = addressFor(contracts, call);
  const request = { from: signer.address, to, data: encodeCall(call) };
  let answer: unknown;
  try {
    answer = await node.request({ method: 'eth_estimateGas', params: [request, at] });
  } catch (error) {
    return explained(error, call);
  }
  const gas = await ask(quantity, Promise.resolve(answer));
  return { outcome: 'READY', gas };
}

function explained(error: unknown, call: IntentCall): Meaning {
  try {
    return explainRevert(error, call);
  } catch (fault) {
    const refusal = refusalIn(error);
    if (refusal === undefined) throw fault;
    // The node is there, but cannot say: that must not hold up the calls behind this one.
    return { outcome: 'CHECK', reason: refusal.details };
  }
}
