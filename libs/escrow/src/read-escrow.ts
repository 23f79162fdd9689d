import { rates, type Address, type Hash, type Rate } from '@gpuflow/domain';
import { erc20Abi, type PublicClient, type ReadContractReturnType } from 'viem';
import { contractStateOf, type ContractState } from './contract-state.js';
import { rentalEscrowAbi as abi } from './generated/index.js';
import { rpcFault } from './rpc-failure.js';

/** One owner's balance as the contract stores it. */
export interface AccountSlot {
  freeUnits: bigint;
  seq: bigint;
}

/** The slots of a rental as the contract stores them. Times are chain seconds. */
export interface RentalSlots {
  claimedUnits: bigint;
  seq: number;
  state: ContractState;
  /** When the current segment of its clock began, or will; 0 before the start. */
  clockFrom: bigint;
  rate: Rate;
  /** The latest end until it ends, then the end. */
  endsAt: bigint;
  retroLeftSeconds: number;
  turn: number;
  /** Undefined where its clock never changed and nothing was added to its deposit. */
  history: HistorySlot | undefined;
  /** Undefined where the order's prices are in force. */
  prices: PricesSlot | undefined;
}

export interface HistorySlot {
  /** Unit-seconds of all segments before the previous one. */
  closedUnitSeconds: bigint;
  previousFrom: bigint;
  previousRate: Rate;
  toppedUpUnits: bigint;
}

export interface PricesSlot {
  pricePerHourUnits: bigint;
  storagePricePerHourUnits: bigint;
}

const hasHistory = 1;
const isRepriced = 2;

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
      inChunks(ids, async (id): Promise<RentalSlots> => {
        const args = [id] as const;
        const slot = await client.readContract({ ...at, functionName: 'rental', args });
        const [history, prices] = await Promise.all([
          slot.flags & hasHistory
            ? client.readContract({ ...at, functionName: 'history', args }).then(historySlot)
            : undefined,
          slot.flags & isRepriced
            ? client.readContract({ ...at, functionName: 'prices', args }).then(pricesSlot)
            : undefined,
        ]);
        return { ...rentalSlot(slot), history, prices };
      }),
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

function rentalSlot(slot: ReadContractReturnType<typeof abi, 'rental'>) {
  return {
    claimedUnits: slot.claimed,
    seq: slot.seq,
    state: contractStateOf(slot.state),
    clockFrom: BigInt(slot.clockFrom),
    rate: rateOf(slot.rate),
    endsAt: BigInt(slot.endsAt),
    retroLeftSeconds: slot.retroLeft,
    turn: slot.turn,
  };
}

function historySlot(slot: ReadContractReturnType<typeof abi, 'history'>): HistorySlot {
  return {
    closedUnitSeconds: slot.num,
    previousFrom: BigInt(slot.previousFrom),
    previousRate: rateOf(slot.previousRate),
    toppedUpUnits: slot.toppedUp,
  };
}

function pricesSlot(slot: ReadContractReturnType<typeof abi, 'prices'>): PricesSlot {
  return {
    pricePerHourUnits: slot.pricePerHour,
    storagePricePerHourUnits: slot.storagePricePerHour,
  };
}

function rateOf(index: number): Rate {
  const rate = rates[index];
  if (rate === undefined) throw new Error(`${index} is no rate of a clock.`);
  return rate;
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
