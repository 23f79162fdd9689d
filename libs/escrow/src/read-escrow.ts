import type { Address, Hash } from '@gpuflow/domain';
import { erc20Abi, type PublicClient, type ReadContractReturnType } from 'viem';
import { contractStateOf, type ContractState } from './contract-state.js';
import { rentalEscrowAbi as abi } from './generated/index.js';
import { rpcFault } from './rpc-failure.js';

/** One owner's balance as the contract stores it. */
export interface AccountSlot {
  freeUnits: bigint;
  seq: bigint;
}

/** Both slots of a rental as the contract stores them. Times are chain seconds. */
export interface RentalSlots {
  fundedUnits: bigint;
  claimedUnits: bigint;
  seq: number;
  state: ContractState;
  /** Unit-seconds of closed segments. */
  numUnitSeconds: bigint;
  /** 0 before the start. */
  clockFrom: bigint;
  /** maxEnd until it ends, then the end. */
  endsAt: bigint;
  retroLeftSeconds: number;
}

/**
 * What the contract stores as of one block, read without any log or database: each function answers in the order asked.
 * Many reads travel as JSON-RPC batches, a bounded number at a time. All throw `Fault('rpc')`.
 */
export function readEscrow(client: PublicClient, escrow: Address, blockHash: Hash) {
  const at = { address: escrow, abi, blockHash } as const;
  return {
    accounts: (keys: readonly { token: Address; owner: Address }[]) =>
      inChunks(keys, async ({ token, owner }): Promise<AccountSlot> => {
        const args = [token, owner] as const;
        const slot = await client.readContract({ ...at, functionName: 'account', args });
        return { freeUnits: slot.free, seq: slot.seq };
      }),
    rentals: (ids: readonly Hash[]) =>
      inChunks(ids, async (id) =>
        rentalSlots(await client.readContract({ ...at, functionName: 'rental', args: [id] })),
      ),
    /** Fees of tokens that nobody has withdrawn yet. */
    fees: (tokens: readonly Address[]) =>
      inChunks(tokens, (token) =>
        client.readContract({ ...at, functionName: 'fees', args: [token] }),
      ),
    /** Tokens that the contract really holds. */
    balances: (tokens: readonly Address[]) =>
      inChunks(tokens, (token) =>
        client.readContract({
          address: token,
          abi: erc20Abi,
          functionName: 'balanceOf',
          args: [escrow],
          blockHash,
        }),
      ),
  };
}

function rentalSlots(slots: ReadContractReturnType<typeof abi, 'rental'>): RentalSlots {
  return {
    fundedUnits: slots.funded,
    claimedUnits: slots.claimed,
    seq: slots.seq,
    state: contractStateOf(slots.state),
    numUnitSeconds: slots.num,
    clockFrom: BigInt(slots.clockFrom),
    endsAt: BigInt(slots.endsAt),
    retroLeftSeconds: slots.retroLeft,
  };
}

const readsAtOnce = 200;

async function inChunks<Key, Value>(
  keys: readonly Key[],
  read: (key: Key) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  try {
    for (let from = 0; from < keys.length; from += readsAtOnce) {
      values.push(...(await Promise.all(keys.slice(from, from + readsAtOnce).map(read))));
    }
  } catch (error) {
    throw rpcFault(error);
  }
  return values;
}
