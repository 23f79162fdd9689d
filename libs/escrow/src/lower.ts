import type { Address } from '@gpuflow/domain';

/** viem gives addresses in their checksum's mixed case; ours are lower-case. */
export function lower(address: Address): Address {
  return `0x${address.slice(2).toLowerCase()}`;
}
