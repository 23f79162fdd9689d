import { keepRentals as askForUpkeep, type Market } from '@gpuflow/marketplace';

/** One round: asks for the expiry, end, settlement or closing that rentals are due. */
export async function keepRentals(market: Market): Promise<void> {
  const intentKeys = await askForUpkeep(market);
  if (intentKeys.length > 0) market.log.info({ intentKeys }, 'upkeep asked for');
}
