import type { Machine } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

import type { Wanted } from '../graphql/wanted.js';
import { maintenanceOf } from './maintenance-ahead.js';

export function machineLoaders(market: Market) {
  return {
    maintenance: (wanted: Wanted<Machine>) =>
      maintenanceOf(
        market,
        wanted.map(({ obj }) => obj.id),
      ),
  };
}
