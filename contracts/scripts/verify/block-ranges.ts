import type { PublicClient } from 'viem';

/** Public nodes answer for so many blocks at once. */
const BLOCKS_A_QUESTION = 10_000n;

/** All blocks from `fromBlock` on, in ranges that a node searches for logs. */
export async function blockRanges(client: PublicClient, fromBlock: bigint) {
  const last = await client.getBlockNumber();
  const ranges: { fromBlock: bigint; toBlock: bigint }[] = [];
  for (let from = fromBlock; from <= last; from += BLOCKS_A_QUESTION) {
    const to = from + BLOCKS_A_QUESTION - 1n;
    ranges.push({ fromBlock: from, toBlock: to < last ? to : last });
  }
  return ranges;
}
