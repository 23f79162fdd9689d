import { hashTypedData, type Address, type Hex } from 'viem';

import type { Offer, Order } from './decode.js';

/** Where signatures are for: the EIP-712 domain of the escrow. */
export interface EscrowAddress {
  chainId: number;
  escrow: Address;
}

const offer = [
  { name: 'provider', type: 'address' },
  { name: 'token', type: 'address' },
  { name: 'pricePerHour', type: 'uint96' },
  { name: 'storagePricePerHour', type: 'uint96' },
  { name: 'class', type: 'uint8' },
  { name: 'assetHash', type: 'bytes32' },
  { name: 'slaHash', type: 'bytes32' },
  { name: 'maxFeeBps', type: 'uint16' },
  { name: 'meter', type: 'address' },
  { name: 'arbiter', type: 'address' },
  { name: 'window', type: 'uint32' },
  { name: 'retroBudget', type: 'uint32' },
  { name: 'noticeSeconds', type: 'uint32' },
  { name: 'startWithin', type: 'uint32' },
  { name: 'minDuration', type: 'uint32' },
  { name: 'evictPenalty', type: 'uint96' },
  { name: 'slaGrace', type: 'uint32' },
  { name: 'bond', type: 'uint96' },
  { name: 'availableUntil', type: 'uint40' },
  { name: 'maxUses', type: 'uint32' },
  { name: 'validUntil', type: 'uint40' },
  { name: 'counter', type: 'uint64' },
  { name: 'salt', type: 'bytes32' },
] as const;
const order = [
  { name: 'renter', type: 'address' },
  { name: 'offer', type: 'Offer' },
  { name: 'pricePerHour', type: 'uint96' },
  { name: 'deposit', type: 'uint96' },
  { name: 'feeBps', type: 'uint16' },
  { name: 'starter', type: 'uint8' },
  { name: 'startDeadline', type: 'uint40' },
  { name: 'maxEnd', type: 'uint40' },
  { name: 'validUntil', type: 'uint40' },
  { name: 'counter', type: 'uint64' },
  { name: 'salt', type: 'bytes32' },
] as const;

/** The EIP-712 digest that a renter signs: the rental's id. */
export function orderDigest(at: EscrowAddress, message: Order): Hex {
  return hashTypedData({
    domain: domainOf(at),
    types: { Offer: offer, Order: order },
    primaryType: 'Order',
    message,
  });
}

/** The EIP-712 digest that a provider signs. */
export function offerDigest(at: EscrowAddress, message: Offer): Hex {
  return hashTypedData({
    domain: domainOf(at),
    types: { Offer: offer },
    primaryType: 'Offer',
    message,
  });
}

function domainOf({ chainId, escrow }: EscrowAddress) {
  return { name: 'RentalEscrow', version: '1', chainId, verifyingContract: escrow };
}
