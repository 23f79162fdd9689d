import type { Address, EscrowModel, Hash, Offer, Order } from '@gpuflow/domain';

import type { Random } from './random.ts';

/** Everything from which the next move is made up. */
export interface Scene {
  random: Random;
  model: EscrowModel;
  tokens: readonly [Address, ...Address[]];
  offers: readonly [Offer, ...Offer[]];
  /** Every order that a move has named so far. */
  orders: Order[];
  rentalId: (order: Order) => Hash;
  /** The second of the move that is being made up. */
  now: bigint;
}
