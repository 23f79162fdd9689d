import type { Market } from '@gpuflow/marketplace';
import type { MercuriusLoaders } from 'mercurius';

import { listingLoaders } from '../listings/listing-loaders.js';
import { machineLoaders } from '../machines/machine-loaders.js';
import { rentalLoaders } from '../rentals/rental-loaders.js';
import { moneyLoaders } from '../settlement/money-loaders.js';
import { settlementLoaders, tokenLoaders } from '../settlement/rule-loaders.js';

/** Fields whose source is another table: asked for once for all objects of a request, however many there are. */
export function loaders(market: Market): MercuriusLoaders {
  return {
    Listing: listingLoaders(market),
    Machine: machineLoaders(market),
    Money: moneyLoaders(market),
    Rental: rentalLoaders(market),
    Settlement: settlementLoaders(market),
    Token: tokenLoaders(market),
  };
}
