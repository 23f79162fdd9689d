import { matchBids as matchAll, type Market } from '@gpuflow/marketplace';

/** One round: has every slice that is due to another bid change hands. */
export async function matchBids(market: Market): Promise<void> {
  const slices = await matchAll(market);
  if (slices > 0) market.log.info({ slices }, 'bids matched');
}
