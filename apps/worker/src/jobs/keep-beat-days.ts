import { keepBeatDays as keep, type Market } from '@gpuflow/marketplace';

/** Makes room for the beats of the days to come, and drops those of which nothing can be disputed any more. */
export async function keepBeatDays(market: Market): Promise<void> {
  const { made, dropped } = await keep(market);
  if (made + dropped > 0) market.log.info({ made, dropped }, 'days of beats kept');
}
