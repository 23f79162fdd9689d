import type { Address, Hex } from '@gpuflow/domain';
import { hexToBytes, keccak256 } from 'viem';

const bloomBytes = 256;

/** Whether a block with this bloom may have a log of this address. False is certain, true is not. */
export function mayHaveLogsOf(logsBloom: Hex, address: Address): boolean {
  const bloom = hexToBytes(logsBloom);
  return bitsOf(address).every(({ byte, mask }) => ((bloom[byte] ?? 0) & mask) !== 0);
}

/** The bloom of a block with exactly these logs (Yellow Paper 4.3.1, function M). */
export function bloomOf(logs: readonly { address: Address; topics: readonly Hex[] }[]): Hex {
  const bloom = Buffer.alloc(bloomBytes);
  for (const { address, topics } of logs) {
    for (const entry of [address, ...topics]) {
      for (const { byte, mask } of bitsOf(entry)) bloom[byte] = (bloom[byte] ?? 0) | mask;
    }
  }
  return `0x${bloom.toString('hex')}`;
}

/** Three of 2,048 bits, each named by 11 bits of the entry's hash; bit 0 is the last byte's lowest. */
function bitsOf(entry: Hex): { byte: number; mask: number }[] {
  const digest = Buffer.from(keccak256(entry, 'bytes'));
  return [0, 2, 4].map((offset) => {
    const bit = digest.readUInt16BE(offset) & 2047;
    return { byte: bloomBytes - 1 - (bit >> 3), mask: 1 << (bit & 7) };
  });
}
