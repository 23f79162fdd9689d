import {
  cancelledOffers,
  cancelledOrders,
  chainCounters,
  type CancelledOffer,
  type CancelledOrder,
  type ChainCounter,
} from '@gpuflow/db';
import { parseAddress, parseHash } from '@gpuflow/domain';
import type { Projector } from './projector.js';

/** A cancellation is the last log of its offer or order and a counter's last log says all, so no stored row is folded on. */
const startAfresh = () => Promise.resolve(new Map());

export const cancelledOfferProjector: Projector<CancelledOffer> = {
  findMany: startAfresh,
  fold: (offer, log) =>
    log.kind === 'OFFER_CANCELLED'
      ? { offerHash: log.offerHash, lastBlock: log.at.blockNumber }
      : offer,
  save: cancelledOffers.save,
  remove(tx, chainId, ids) {
    const hashes = ids.map((id) => parseHash(id, 'offerHash'));
    return cancelledOffers.remove(tx, chainId, hashes);
  },
};

export const cancelledOrderProjector: Projector<CancelledOrder> = {
  findMany: startAfresh,
  fold: (order, log) =>
    log.kind === 'ORDER_CANCELLED'
      ? { rentalId: log.rentalId, lastBlock: log.at.blockNumber }
      : order,
  save: cancelledOrders.save,
  remove(tx, chainId, ids) {
    const rentalIds = ids.map((id) => parseHash(id, 'rentalId'));
    return cancelledOrders.remove(tx, chainId, rentalIds);
  },
};

export const counterProjector: Projector<ChainCounter> = {
  findMany: startAfresh,
  fold: (counter, log) =>
    log.kind === 'COUNTER_INCREMENTED'
      ? { owner: log.owner, counter: log.counter, lastBlock: log.at.blockNumber }
      : counter,
  save: chainCounters.save,
  remove(tx, chainId, ids) {
    const owners = ids.map((id) => parseAddress(id, 'owner'));
    return chainCounters.remove(tx, chainId, owners);
  },
};
