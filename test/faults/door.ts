import { rentals } from '@gpuflow/db';
import type { Address, Hash } from '@gpuflow/domain';
import { escrowDomain, orderTypedData, stopTypedData, type Wallet } from '@gpuflow/escrow';
import {
  openRental,
  proveInstance,
  quoteRental,
  stopRental,
  type Market,
} from '@gpuflow/marketplace';

/** What a renter asks for. */
export interface OpeningWish {
  listingId: string;
  depositUnits: bigint;
}

/** How long a renter means to stay, in seconds. */
export const staySeconds = 7_200;

/** Where people's commands go in. Each is fulfilled when it was accepted, and throws where it was declined. */
export interface Door {
  /** Takes a quote, signs it, and opens the rental. */
  open(renter: Wallet, wish: OpeningWish): Promise<Hash>;
  /** The rental's instance is up. */
  report(rentalId: Hash): Promise<void>;
  /** Signs a Stop and sends it in. */
  stop(renter: Wallet, rentalId: Hash): Promise<void>;
}

/** Straight into the market's use cases, in this process. */
export function useCaseDoor(market: Market, escrow: Address): Door {
  const { chainId } = market.policy;
  const domain = escrowDomain(chainId, escrow);
  return {
    async open(renter, { listingId, depositUnits }) {
      const usage = { diskGb: 0, upGb: 0, downGb: 0, seconds: staySeconds };
      const request = { listingId, renter: renter.address, usage, depositUnits };
      const { order, rentalId } = await quoteRental(market, request);
      const signature = await renter.signTypedData(orderTypedData(domain, order), 'Order');
      const actor = { kind: 'WALLET', address: renter.address } as const;
      const command = { actor, key: rentalId, chainId, listingId, order, usage, signature };
      await openRental(market, command);
      return rentalId;
    },
    report: (rentalId) => proveInstance(market, { rentalId }),
    async stop(renter, rentalId) {
      const rental = await rentals.find(market.db, rentalId);
      const stop = { rentalId, deadline: rental?.order.maxEnd ?? 0 };
      const signature = await renter.signTypedData(stopTypedData(domain, stop), 'Stop');
      const actor = { kind: 'WALLET', address: renter.address } as const;
      await stopRental(market, { actor, key: `stop-${rentalId}`, chainId, stop, signature });
    },
  };
}
