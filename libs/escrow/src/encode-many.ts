import type { Hex, Order } from '@gpuflow/domain';
import { encodeFunctionData, parseSignature } from 'viem';
import { rentalEscrowAbi as abi } from './generated/index.js';
import { orderStruct } from './typed-data.js';

/** The calldata that opens a rental with money straight from the renter's wallet, by its ERC-3009 signature. */
export function encodeOpenWithAuthorization(
  order: Order,
  authorization: Hex,
  offerSignature: Hex,
): Hex {
  const { r, s, yParity } = parseSignature(authorization);
  const args = [orderStruct(order), 27 + yParity, r, s, offerSignature] as const;
  return encodeFunctionData({ abi, functionName: 'openWithAuthorization', args });
}

/** The calldata that settles many rentals at once: each for itself, whatever becomes of the others. */
export function encodeSettleMany(orders: readonly Order[]): Hex {
  return encodeFunctionData({ abi, functionName: 'settleMany', args: [orders.map(orderStruct)] });
}

/** The calldata that closes many rentals at once: each for itself, whatever becomes of the others. */
export function encodeCloseMany(orders: readonly Order[]): Hex {
  return encodeFunctionData({ abi, functionName: 'closeMany', args: [orders.map(orderStruct)] });
}
