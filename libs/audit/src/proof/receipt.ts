import { concat, fromRlp, numberToHex, toRlp, type Hex } from 'viem';
import { z } from 'zod';

import { address, bytes, hash, quantity } from '../node/quantity.js';
import { rlpNumber } from './header.js';

const log = z.object({ address: bytes, topics: z.array(hash).max(4), data: bytes });
/** A receipt as `eth_getTransactionReceipt` answers it, as far as it is hashed (EIP-658, EIP-2718). */
export const sentReceipt = z.object({
  type: quantity.default('0x0'),
  status: quantity,
  cumulativeGasUsed: quantity,
  logsBloom: bytes,
  logs: z.array(log),
  transactionIndex: quantity.transform(Number),
});
type SentReceipt = z.output<typeof sentReceipt>;

const provenLog = z
  .tuple([address, z.array(hash).max(4), bytes])
  .transform(([of, topics, data]) => ({ address: of, topics, data }));
const receiptItems = z.tuple([z.literal('0x01'), bytes, bytes, z.array(provenLog)]);

/** A log out of a proven receipt. */
export type ProvenLog = z.output<typeof provenLog>;

/** The bytes that the tree of a block's receipts holds. */
export function receiptBytes({ type, status, logs, ...receipt }: SentReceipt): Hex {
  const body = toRlp([
    status === 0n ? '0x' : '0x01',
    rlpNumber(receipt.cumulativeGasUsed),
    receipt.logsBloom,
    logs.map((one) => [one.address, one.topics, one.data]),
  ]);
  return type === 0n ? body : concat([numberToHex(type, { size: 1 }), body]);
}

/** The logs of a receipt that says of its transaction that it succeeded. Throws for any other. */
export function logsIn(receipt: Hex): ProvenLog[] {
  const isTyped = Number(receipt.slice(0, 4)) < 0xc0;
  const body: Hex = isTyped ? `0x${receipt.slice(4)}` : receipt;
  const [, , , logs] = receiptItems.parse(fromRlp(body, 'hex'));
  return logs;
}
