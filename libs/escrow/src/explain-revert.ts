import type { Hex, IntentCall } from '@gpuflow/domain';
import { BaseError, decodeErrorResult } from 'viem';
import { errorsAbi, meaningOf, type ContractError, type Meaning } from './meanings.js';
import { revertData, rpcFault } from './rpc-failure.js';

/**
 * What a failed simulation, gas estimate or broadcast means for `call` (undefined for what a wallet sends by itself).
 * Throws `Fault('rpc')` where not the contract but the node, or the way to it, failed.
 */
export function explainRevert(error: unknown, call: IntentCall | undefined): Meaning {
  const data = revertData(error);
  if (data !== undefined) return explainReason(data, call);
  if (isBroadcastInDoubt(error))
    return { outcome: 'CHECK', reason: 'the node has this transaction, or another of its nonce' };
  throw rpcFault(error);
}

/** What the bytes mean with which the contract refused `call`, alone or as one of a batch. */
export function explainReason(reason: Hex, call: IntentCall | undefined): Meaning {
  const decoded = decodeRevert(reason);
  return decoded ? meaningOf(decoded, call) : unexplained(reason);
}

function unexplained(data: Hex): Meaning {
  const start = data.slice(0, 74);
  return { outcome: 'CHECK', reason: `reverted with ${start}, which is no error of ours` };
}

function decodeRevert(data: Hex): ContractError | undefined {
  try {
    const decoded = decodeErrorResult({ abi: errorsAbi, data });
    // viem also decodes Solidity's own Error(string) and Panic(uint256), which its type does not tell.
    const name: string = decoded.errorName;
    return name === 'Error' || name === 'Panic' ? undefined : decoded;
  } catch {
    // An unknown selector, or arguments cut short.
    return undefined;
  }
}

const doubtful = /already (known|imported)|known transaction|nonce (is )?too low|underpriced/i;

/** Answers of nodes to a transaction that they, or the chain, may have already. There is no standard for them. */
function isBroadcastInDoubt(error: unknown): boolean {
  return error instanceof BaseError && doubtful.test(`${error.shortMessage} ${error.details}`);
}
