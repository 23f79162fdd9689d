import { chainTokens } from '@gpuflow/db';
import { formatUnits, type Money } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

import type { Wanted } from '../graphql/wanted.js';

/** What the token's contract says of itself, beside an amount of it. */
export function moneyLoaders({ db, policy }: Market) {
  const tokens = async () => {
    const all = await chainTokens.list(db, policy.chainId);
    return new Map(all.map((token) => [token.address, token]));
  };
  return {
    async symbol(wanted: Wanted<Money>) {
      const byAddress = await tokens();
      return wanted.map(({ obj }) => byAddress.get(obj.token)?.symbol);
    },
    async amount(wanted: Wanted<Money>) {
      const byAddress = await tokens();
      return wanted.map(({ obj }) => {
        const token = byAddress.get(obj.token);
        return token && formatUnits(obj.units, token.decimals);
      });
    },
  };
}
