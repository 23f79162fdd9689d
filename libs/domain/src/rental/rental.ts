import type { ChainRentalState } from '../chain/fold-rental.js';
import type { Address, Hash, Hex } from '../ids.js';
import type { RefusalCode } from '../refusal.js';
import type { Usage } from './all-in-price.js';
import type { Order } from './order.js';

/**
 * FUNDING: signed and accepted, the money is not yet held on chain. From RESERVED to CLOSED it is in the contract's
 * state. REFUSED: the chain declined to open it; nothing was held.
 */
export type RentalState = 'FUNDING' | ChainRentalState | 'REFUSED';

/** One signed Order and what became of it. */
export interface Rental {
  /** The Order's EIP-712 digest. */
  id: Hash;
  listingId: string;
  machineId: string;
  renter: Address;
  provider: Address;
  state: RentalState;
  order: Order;
  /** Undefined where the renter's own wallet opened it on chain. */
  orderSignature: Hex | undefined;
  /** What the renter said to use, and pays for in the price. Undefined where a wallet opened it past the market. */
  usage: Usage | undefined;
  /** The last log of this rental that the market has acted on; 0 before the first. */
  chainSeq: number;
  refusal: { code: RefusalCode; facts: unknown } | undefined;
  createdAt: Date;
}

/** States in which a rental keeps its slice from others. */
export const holdingStates = ['FUNDING', 'RESERVED', 'RUNNING', 'HALTED'] as const;
