import { Refusal, type Address, type Hash, type Hex } from '@gpuflow/domain';
import { createWalletClient, type LocalAccount } from 'viem';
import { chainOf, openChainClient, transportOf, type ChainEndpoint } from './chain-client.js';
import { explainRevert } from './explain-revert.js';
import { rejectAsFault } from './rpc-failure.js';

const receiptTimeoutMs = 60_000;
const pollingIntervalMs = 100;

/** Sends one call and waits until it is mined. Throws `Refusal` where a contract declined it, `Fault('rpc')`. */
export type SendTransaction = (to: Address, data: Hex) => Promise<Hash>;

/** Sends from an account whose transactions nobody else is sending at the same time. */
export function transactionSender(
  account: LocalAccount,
  { rpcUrl, chainId }: ChainEndpoint,
): SendTransaction {
  const node = openChainClient({ rpcUrl, chainId });
  const chain = chainOf(chainId, rpcUrl);
  const sender = createWalletClient({ account, chain, transport: transportOf(rpcUrl) });
  return async (to, data) => {
    const hash = await sender.sendTransaction({ to, data }).catch(rejectAsDeclined);
    const receipt = await node
      .waitForTransactionReceipt({
        hash,
        pollingInterval: pollingIntervalMs,
        timeout: receiptTimeoutMs,
      })
      .catch(rejectAsFault);
    if (receipt.status !== 'success') throw new Error(`The transaction ${hash} reverted.`);
    return hash;
  };
}

function rejectAsDeclined(error: unknown): never {
  const meaning = explainRevert(error, undefined);
  if (meaning.outcome === 'REFUSE') throw new Refusal(meaning.code, meaning.facts);
  throw new Error(`The contract answered ${meaning.outcome}.`, { cause: error });
}
