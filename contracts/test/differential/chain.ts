import { parseAddress, type Address, type Hash, type Hex } from '@gpuflow/domain';
import { escrowParamsAbi, rentalEscrowAbi, type RawLog } from '@gpuflow/escrow';
import { network } from 'hardhat';
import { encodeAbiParameters, encodeFunctionData, erc20Abi, keccak256, numberToHex } from 'viem';
import { z } from 'zod';

import { LocalMarket } from '../../ignition/modules/market.ts';
import parameters from '../../ignition/parameters/local.json' with { type: 'json' };
import { actors, admin } from './actors.ts';

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]*$/i.test(value));
const deployed = z.object({
  address: z.string().transform((text) => parseAddress(text, 'address')),
});
const marketSchema = z.object({
  params: deployed,
  escrow: deployed,
  lens: deployed,
  dollar: deployed,
});
const rawLogSchema = z
  .object({
    address: hex,
    topics: z.array(hex),
    data: hex,
    blockNumber: hex.transform(BigInt),
    blockHash: hex,
    logIndex: hex.transform(Number),
    transactionHash: hex,
  })
  .transform(({ transactionHash, ...log }) => ({ ...log, txHash: transactionHash }));
const receiptSchema = z.object({ status: hex, logs: z.array(rawLogSchema) });

/** What became of a transaction: the logs of our contracts, or the data with which it reverted. */
export type Sent = { logs: RawLog[] } | { reverted: Hex };

export type Chain = Awaited<ReturnType<typeof startChain>>;

const approve = { abi: erc20Abi, functionName: 'approve' } as const;
const deposit = { abi: rentalEscrowAbi, functionName: 'deposit' } as const;

/** A chain in this process with the contracts, two tokens, and all actors rich in both. */
export async function startChain() {
  const connection = await network.create({
    override: { allowBlocksWithSameTimestamp: true, initialDate: '2030-01-01T00:00:00Z' },
  });
  const { provider, ignition, viem } = connection;
  const request = (method: string, ...params: unknown[]): Promise<unknown> =>
    provider.request({ method, params });
  const market = marketSchema.parse(await ignition.deploy(LocalMarket, { parameters }));
  const second = deployed.parse(await viem.deployContract('DemoDollar'));
  const escrow = market.escrow.address;
  const params = market.params.address;
  const tokens: readonly [Address, Address] = [market.dollar.address, second.address];

  const ours: Hex[] = [escrow, params];

  /** Mines one call alone in a block of that second. */
  async function send(from: Address, to: Address, data: Hex, at?: bigint): Promise<Sent> {
    if (at !== undefined) await request('evm_setNextBlockTimestamp', numberToHex(at));
    try {
      const hash = hex.parse(
        await request('eth_sendTransaction', { from, to, data, gas: '0x989680' }),
      );
      const receipt = receiptSchema.parse(await request('eth_getTransactionReceipt', hash));
      if (receipt.status !== '0x1') throw new Error(`The transaction ${hash} failed silently.`);
      return { logs: receipt.logs.filter(({ address }) => ours.includes(address)) };
    } catch (error) {
      return { reverted: revertData(error) };
    }
  }

  const listing = {
    abi: escrowParamsAbi,
    functionName: 'listToken',
    args: [second.address],
  } as const;
  await send(admin, params, encodeFunctionData(listing));
  for (const token of tokens) {
    for (const actor of actors) {
      await request('hardhat_setStorageAt', token, balanceSlot(actor), word(2n ** 100n));
      const allowed = [escrow, 2n ** 256n - 1n] as const;
      await send(actor, token, encodeFunctionData({ ...approve, args: allowed }));
      const deposited = [token, actor, 2n ** 60n] as const;
      await send(actor, escrow, encodeFunctionData({ ...deposit, args: deposited }));
    }
  }
  return {
    escrow,
    params,
    lens: market.lens.address,
    tokens,
    admin,
    send,
    chainId: Number(hex.parse(await request('eth_chainId'))),
    async now(): Promise<bigint> {
      const block = await request('eth_getBlockByNumber', 'latest', false);
      return BigInt(z.object({ timestamp: hex }).parse(block).timestamp);
    },
    async view(to: Address, data: Hex): Promise<Hex> {
      return hex.parse(await request('eth_call', { to, data }, 'latest'));
    },
    /** All logs of the escrow and its parameters, from the first block on. */
    async logs(): Promise<RawLog[]> {
      const filter = { fromBlock: '0x0', toBlock: 'latest', address: ours };
      return z.array(rawLogSchema).parse(await request('eth_getLogs', filter));
    },
    snapshot: async () => hex.parse(await request('evm_snapshot')),
    async revert(snapshot: Hex): Promise<void> {
      if ((await request('evm_revert', snapshot)) !== true)
        throw new Error('Nothing was reverted.');
    },
    close: () => connection.close(),
  };
}

/** Where OpenZeppelin's ERC20 keeps a balance: its first mapping. */
function balanceSlot(owner: Address): Hash {
  const types = [{ type: 'address' }, { type: 'uint256' }] as const;
  return keccak256(encodeAbiParameters(types, [owner, 0n]));
}

function word(value: bigint): Hash {
  return numberToHex(value, { size: 32 });
}

const reverting = z.object({ data: z.union([hex, z.object({ data: hex })]) });

function revertData(error: unknown): Hex {
  const found = reverting.safeParse(error);
  if (!found.success) throw error;
  const { data } = found.data;
  return typeof data === 'string' ? data : data.data;
}
