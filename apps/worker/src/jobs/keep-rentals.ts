import { giveUpResumes, keepRentals as askForUpkeep, type Market } from '@gpuflow/marketplace';

/** One round: gives up resumptions that came too late, and asks for the expiry, end, settlement or closing that rentals are due. */
export async function keepRentals(market: Market): Promise<void> {
  const givenUp = await giveUpResumes(market);
  if (givenUp.length > 0) market.log.warn({ intentKeys: givenUp }, 'resumptions given up');
  const intentKeys = await askForUpkeep(market);
  if (intentKeys.length > 0) market.log.info({ intentKeys }, 'upkeep asked for');
}
