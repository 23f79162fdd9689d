import { decodeLog } from '@gpuflow/escrow';
import {
  parseAddress,
  zeroHash,
  type AccountLog,
  type Address,
  type EscrowLog,
  type Hash,
  type Order,
  type Placed,
} from '@gpuflow/domain';
import { createPublicClient, erc20Abi, http, type Log, type PublicClient } from 'viem';

/** One rental's money and how often it was opened and stopped, summed from the chain's logs alone. */
export interface RentalBook {
  order: Order;
  seq: number;
  opened: number;
  stopped: number;
  closed: number;
  claimedUnits: bigint;
  toProviderUnits: bigint;
  feeUnits: bigint;
  refundedUnits: bigint;
  /** What each settlement says was claimed by then: it can only grow. */
  claims: bigint[];
}

export interface AccountBook {
  owner: Address;
  /** By rentals: each by itself, or those of one provider that were paid together. */
  creditedUnits: bigint;
  freeUnits: bigint;
  seq: bigint;
}

/** All of one token that the chain knows, summed from its logs by additions that share nothing with the server's fold. */
export interface Books {
  depositedUnits: bigint;
  withdrawnUnits: bigint;
  feesWithdrawnUnits: bigint;
  accounts: Map<Address, AccountBook>;
  rentals: Map<Hash, RentalBook>;
}

/** The chain itself, asked past every proxy. */
export interface Ledger {
  client: PublicClient;
  escrow: Address;
  token: Address;
  /** All that the contract has said on the chain as it is now. */
  logs(): Promise<Placed<EscrowLog>[]>;
  head(): Promise<bigint>;
  /** Whether this block is on the chain as it is now. */
  isCanonical(number: bigint, hash: string): Promise<boolean>;
  escrowHolds(): Promise<bigint>;
}

export function openLedger(
  rpcUrl: string,
  deployment: { escrow: string; token: string; block: number },
): Ledger {
  const client = createPublicClient({ transport: http(rpcUrl), cacheTime: 0 });
  const escrow = parseAddress(deployment.escrow, 'escrow');
  const token = parseAddress(deployment.token, 'token');
  const decoded = new DecodedLogs();
  return {
    client,
    escrow,
    token,
    async logs() {
      const fromBlock = BigInt(deployment.block);
      const found = await client.getLogs({ address: escrow, fromBlock });
      return found.flatMap((raw) => decoded.of(raw) ?? []);
    },
    head: () => client.getBlockNumber(),
    async isCanonical(number, hash) {
      const block = await client.getBlock({ blockNumber: number }).catch(() => undefined);
      return block?.hash === hash;
    },
    escrowHolds: () =>
      client.readContract({
        address: token,
        abi: erc20Abi,
        functionName: 'balanceOf',
        args: [escrow],
      }),
  };
}

/** Each log is decoded once, however often the whole chain is read. */
class DecodedLogs {
  readonly #known = new Map<string, Placed<EscrowLog> | undefined>();

  of({ blockHash, blockNumber, transactionHash, ...raw }: Log<bigint, number, false>) {
    const key = `${blockHash}:${raw.logIndex}`;
    if (!this.#known.has(key)) {
      const placed = { ...raw, blockHash, blockNumber, txHash: transactionHash };
      this.#known.set(key, decodeLog(placed, 0n));
    }
    return this.#known.get(key);
  }
}

/** The books of these logs, which are in the chain's order. */
export function booksOf(logs: readonly Placed<EscrowLog>[]): Books {
  const books = emptyBooks();
  for (const log of logs) enter(books, log);
  return books;
}

function emptyBooks(): Books {
  return {
    depositedUnits: 0n,
    withdrawnUnits: 0n,
    feesWithdrawnUnits: 0n,
    accounts: new Map(),
    rentals: new Map(),
  };
}

function enter(books: Books, log: Placed<EscrowLog>): void {
  switch (log.kind) {
    case 'DEPOSITED':
      books.depositedUnits += log.amountUnits;
      return enterAccount(books, log);
    case 'WITHDRAWN':
      books.withdrawnUnits += log.amountUnits;
      return enterAccount(books, log);
    case 'CREDITED':
    case 'DEBITED':
      return enterAccount(books, log);
    case 'FEES_WITHDRAWN':
      books.feesWithdrawnUnits += log.amountUnits;
      return;
    case 'RENTAL_OPENED':
      books.rentals.set(log.rentalId, openedBook(books.rentals.get(log.rentalId), log.order));
      return;
    default:
      return enterRental(books, log);
  }
}

function enterAccount({ accounts, rentals }: Books, log: AccountLog): void {
  const { owner, freeUnits, seq, kind, rentalId, amountUnits } = log;
  const ofRentals = rentalId === zeroHash || (rentalId !== undefined && rentals.has(rentalId));
  const credited = kind === 'CREDITED' && ofRentals ? amountUnits : 0n;
  const creditedUnits = (accounts.get(owner)?.creditedUnits ?? 0n) + credited;
  accounts.set(owner, { owner, creditedUnits, freeUnits, seq });
}

function openedBook(before: RentalBook | undefined, order: Order): RentalBook {
  if (before !== undefined) return { ...before, opened: before.opened + 1 };
  return {
    order,
    seq: 1,
    opened: 1,
    stopped: 0,
    closed: 0,
    claimedUnits: 0n,
    toProviderUnits: 0n,
    feeUnits: 0n,
    refundedUnits: 0n,
    claims: [],
  };
}

function enterRental({ rentals }: Books, log: Placed<EscrowLog>): void {
  const book = 'rentalId' in log && log.rentalId && rentals.get(log.rentalId);
  if (!book) return;
  if ('seq' in log && typeof log.seq === 'number') book.seq = log.seq;
  if ('refundUnits' in log) book.refundedUnits += log.refundUnits;
  if (log.kind === 'RENTAL_STOPPED') book.stopped += 1;
  if (log.kind === 'RENTAL_CLOSED') book.closed += 1;
  if (log.kind !== 'SETTLED') return;
  book.toProviderUnits += log.toProviderUnits;
  book.feeUnits += log.feeUnits;
  book.claimedUnits = log.claimedUnits;
  book.claims.push(log.claimedUnits);
}
