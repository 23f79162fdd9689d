import { publishUsageRoots as closeHours, type Market } from '@gpuflow/marketplace';

/** One round: asks for the publication of every hour of evidence that is over. */
export async function publishUsageRoots(market: Market): Promise<void> {
  const hours = await closeHours(market);
  if (hours.length > 0) market.log.info({ hours }, 'usage roots asked for');
}
