import type { IntentCall } from '@gpuflow/domain';
import { encodeCall, explainRevert, type Meaning } from '@gpuflow/escrow';
import type { Chain, Signer } from '../chain.js';
import { ask, refusalIn } from '../node/ask.js';
import { quantity, toQuantity } from '../node/quantity.js';

/** What would become of a call now. READY: it would succeed and use so much gas. */
export type Verdict = { outcome: 'READY'; gas: bigint } | Meaning;

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
  const request = { from: signer.address, to: contracts.escrow, data: encodeCall(call) };
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
