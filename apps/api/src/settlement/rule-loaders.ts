import type { ChainToken } from '@gpuflow/db';
import { foldKeyOf } from '@gpuflow/escrow';
import type { Market } from '@gpuflow/marketplace';

import type { Wanted } from '../graphql/wanted.js';
import { lastPositions } from './last-positions.js';

/** Which log last said something of a token. */
export function tokenLoaders(market: Market) {
  return {
    position: (wanted: Wanted<ChainToken>) =>
      lastPositions(
        market,
        wanted.map(({ obj }) => foldKeyOf({ kind: 'TOKEN_LISTED', token: obj.address })),
      ),
  };
}

/** Which log last changed the escrow's rules. */
export function settlementLoaders(market: Market) {
  const rules = foldKeyOf({ kind: 'ENTRY_UNPAUSED' });
  return {
    rulesPosition: (wanted: Wanted<object>) =>
      lastPositions(
        market,
        wanted.map(() => rules),
      ),
  };
}
