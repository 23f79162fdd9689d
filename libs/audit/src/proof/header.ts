import { fromRlp, keccak256, numberToHex, toRlp, type Hex } from 'viem';
import { z } from 'zod';

import { bytes, hash, quantity } from '../node/quantity.js';

/** A block as `eth_getBlockByHash` answers it, in the order of its header's fields (EIP-7685 and before). */
export const sentHeader = z.object({
  parentHash: hash,
  sha3Uncles: hash,
  miner: bytes,
  stateRoot: hash,
  transactionsRoot: hash,
  receiptsRoot: hash,
  logsBloom: bytes,
  difficulty: quantity,
  number: quantity,
  gasLimit: quantity,
  gasUsed: quantity,
  timestamp: quantity,
  extraData: bytes,
  mixHash: hash,
  nonce: bytes,
  baseFeePerGas: quantity.optional(),
  withdrawalsRoot: hash.optional(),
  blobGasUsed: quantity.optional(),
  excessBlobGas: quantity.optional(),
  parentBeaconBlockRoot: hash.optional(),
  requestsHash: hash.optional(),
});
type SentHeader = z.output<typeof sentHeader>;

/** A header's fields in the order in which they are hashed. */
const fields = Object.keys(sentHeader.shape);
const receiptsRootAt = fields.indexOf('receiptsRoot');
const numberAt = fields.indexOf('number');
const timestampAt = fields.indexOf('timestamp');

/** What a proof needs of a header, whose bytes hash to the block's name. */
export interface ProvenHeader {
  hash: Hex;
  number: bigint;
  timestamp: bigint;
  receiptsRoot: Hex;
}

/** The bytes that a block's hash is the hash of. */
export function headerBytes(header: SentHeader): Hex {
  const known = Object.entries(header).filter(([name]) => fields.includes(name));
  const values = known.map(([, value]) => value).filter((value) => value !== undefined);
  return toRlp(values.map((value) => (typeof value === 'bigint' ? rlpNumber(value) : value)));
}

/** Reads a header's bytes. Throws where they are none. */
export function readHeader(header: Hex): ProvenHeader {
  const items = fromRlp(header, 'hex');
  if (!Array.isArray(items)) throw new Error('not a block header');
  const at = (index: number) => bytes.parse(items[index]);
  return {
    hash: keccak256(header),
    number: numberIn(at(numberAt)),
    timestamp: numberIn(at(timestampAt)),
    receiptsRoot: hash.parse(at(receiptsRootAt)),
  };
}

/** A number as RLP has it: no leading zeros, and nothing for zero. */
export function rlpNumber(value: bigint): Hex {
  if (value === 0n) return '0x';
  return numberToHex(value, { size: Math.ceil(value.toString(16).length / 2) });
}

function numberIn(value: Hex): bigint {
  return value === '0x' ? 0n : BigInt(value);
}
