import { Fault, type Address, type Hash, type Order } from '@gpuflow/domain';
import {
  decodeUnplacedLog,
  escrowTerms,
  openChainClient,
  readEscrow,
  rejectAsFault,
  rentalEscrowAbi as abi,
} from '@gpuflow/escrow';
import { getAbiItem, type PublicClient } from 'viem';

/** Nothing can be watched as it was asked for; the message says what to do. */
export class CannotWatch extends Error {
  override readonly name = 'CannotWatch';
}

/** The contract, and the node that is asked about it. */
export interface WatchedChain {
  node: PublicClient;
  chainId: number;
  rpcUrl: string;
  escrow: Address;
}

/** Opens the chain behind an endpoint. Throws `Fault('rpc')`. */
export async function openChain(rpcUrl: string, escrow: Address): Promise<WatchedChain> {
  const unknown = openChainClient({ rpcUrl, chainId: 0 });
  const chainId = await unknown.getChainId().catch(rejectAsFault);
  return { node: openChainClient({ rpcUrl, chainId }), chainId, rpcUrl, escrow };
}

/** By one endpoint after the other, until one answers. Throws what the last one did. */
export async function firstOf<Answer>(
  [url, next, ...others]: readonly [string, ...string[]],
  ask: (url: string) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask(url);
  } catch (error) {
    if (next === undefined || !(error instanceof Fault)) throw error;
    return firstOf([next, ...others], ask);
  }
}

/** What every endpoint says that answers. Throws what the last one did where none does. */
export async function answersOf<Answer>(
  urls: readonly string[],
  ask: (url: string) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let failure: unknown;
  for (const asked of await Promise.allSettled(urls.map(ask))) {
    if (asked.status === 'fulfilled') answers.push(asked.value);
    else failure = asked.reason;
  }
  if (answers.length === 0) throw failure;
  return answers;
}

const opened = getAbiItem({ abi, name: 'RentalOpened' });
/** What most nodes answer at once. */
const blocksAtATime = 10_000n;

/**
 * The Order that a rental was opened with, out of its log. A node is believed as far as the Order's digest is the rental's
 * id (decision 1). Throws {@link CannotWatch} where no log from this block on has it, and `Fault('rpc')`.
 */
export async function orderOf(
  { node, chainId, escrow }: WatchedChain,
  rentalId: Hash,
  fromBlock: bigint,
): Promise<Order> {
  const head = await node.getBlockNumber().catch(rejectAsFault);
  const { hashOrder } = escrowTerms({ chainId, escrow });
  for (let from = fromBlock; from <= head; from += blocksAtATime) {
    const place = { address: escrow, fromBlock: from, toBlock: from + blocksAtATime - 1n };
    const logs = await node
      .getLogs({ ...place, event: opened, args: { rentalId } })
      .catch(rejectAsFault);
    for (const log of logs) {
      const said = decodeUnplacedLog(log);
      if (said?.kind === 'RENTAL_OPENED' && hashOrder(said.order) === rentalId) return said.order;
    }
  }
  throw new CannotWatch(`no rental ${rentalId} was opened from block ${fromBlock} on`);
}

/** How a rental is by the newest block. */
export interface RentalNow {
  /** It has ended, or its time has. */
  isOver: boolean;
  /** It cannot be reached where it waits to start, and need not where it is paused: that is no silence. */
  shouldAnswer: boolean;
}

/** Throws `Fault('rpc')`. */
export async function rentalNow(
  { node, escrow }: WatchedChain,
  rentalId: Hash,
): Promise<RentalNow> {
  const { hash, timestamp } = await node.getBlock().catch(rejectAsFault);
  const [slots] = await readEscrow(node, escrow, hash).rentals([rentalId]);
  const { state, rate, endsAt = 0n } = slots ?? {};
  const started = state === 'RUNNING' || state === 'HALTED';
  return {
    isOver: state === 'ENDED' || state === 'CLOSED' || (started && timestamp >= endsAt),
    shouldAnswer: state === 'RUNNING' || (state === 'HALTED' && rate !== 'STORAGE'),
  };
}

/** What the renter lets a key do, and until which chain second. */
export interface Permission {
  scopes: number;
  expiry: number;
}

/** Throws `Fault('rpc')`. */
export function permissionOf(
  { node, escrow }: WatchedChain,
  { renter, offer }: Order,
  key: Address,
): Promise<Permission> {
  const args = [renter, key, offer.token] as const;
  return node
    .readContract({ address: escrow, abi, functionName: 'delegation', args })
    .catch(rejectAsFault);
}
