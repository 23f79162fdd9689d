import { demoDollarAbi, rentalEscrowAbi } from '@gpuflow/escrow';
import type { Address, Hex } from '@gpuflow/domain';
import { encodeFunctionData, erc20Abi } from 'viem';

import { accountOf } from './seats.ts';
import type { Stand } from './stand.ts';

/** Sends a transaction past the chain process, as anybody who has the key of a seat can. It is mined at once. */
export async function sendAs(
  { ledger, node }: Stand,
  seat: number,
  call: { to: Address; data?: Hex },
): Promise<void> {
  const account = accountOf(seat);
  const serializedTransaction = await account.signTransaction({
    type: 'eip1559',
    chainId: node.chainId,
    nonce: await ledger.client.getTransactionCount({ address: account.address }),
    gas: 500_000n,
    maxFeePerGas: 100_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n,
    ...call,
  });
  await ledger.client.sendRawTransaction({ serializedTransaction });
}

/** Play money into the wallet of a seat, and from there into the escrow. */
export async function depositPlayMoney(stand: Stand, seat: number, units: bigint): Promise<void> {
  const { escrow, token } = stand.ledger;
  const { address: owner } = accountOf(seat);
  const minted = { abi: demoDollarAbi, functionName: 'mint', args: [owner, units] } as const;
  await sendAs(stand, seat, { to: token, data: encodeFunctionData(minted) });
  const approved = { abi: erc20Abi, functionName: 'approve', args: [escrow, units] } as const;
  await sendAs(stand, seat, { to: token, data: encodeFunctionData(approved) });
  const args = [token, owner, units] as const;
  const deposited = { abi: rentalEscrowAbi, functionName: 'deposit', args } as const;
  await sendAs(stand, seat, { to: escrow, data: encodeFunctionData(deposited) });
}
