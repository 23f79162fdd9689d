import type { Address, Hash, Hex } from '@gpuflow/domain';
import { ask, type NodeClient } from './ask.js';
import { hash, quantity, toQuantity } from './quantity.js';

/** How many transactions of an address are mined, up to a block or up to the head: the next nonce there. */
export async function minedCount(
  node: NodeClient,
  signer: Address,
  at: bigint | 'latest',
): Promise<number> {
  const which = typeof at === 'bigint' ? toQuantity(at) : at;
  const params: [Address, Hex | 'latest'] = [signer, which];
  const question = node.request({ method: 'eth_getTransactionCount', params });
  return Number(await ask(quantity, question));
}

/** Hands signed bytes to the node. A node that declines them may still have them: that is a question of receipts. */
export function broadcast(node: NodeClient, raw: Hex): Promise<Hash> {
  const params: [Hex] = [raw];
  return ask(hash, node.request({ method: 'eth_sendRawTransaction', params }));
}

/** What an address can pay with at the head, in wei. */
export function balanceOf(node: NodeClient, owner: Address): Promise<bigint> {
  const params: [Address, 'latest'] = [owner, 'latest'];
  return ask(quantity, node.request({ method: 'eth_getBalance', params }));
}

/** The tip, in wei per gas, that the node suggests for a place in the next blocks. */
export function suggestedTip(node: NodeClient): Promise<bigint> {
  return ask(quantity, node.request({ method: 'eth_maxPriorityFeePerGas' }));
}

/** The chain that the node is of. */
export async function chainIdOf(node: NodeClient): Promise<number> {
  return Number(await ask(quantity, node.request({ method: 'eth_chainId' })));
}
