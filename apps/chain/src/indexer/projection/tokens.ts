import { chainTokens, type ChainToken } from '@gpuflow/db';
import {
  parseAddress,
  type Address,
  type EscrowLog,
  type ParamsLog,
  type Placed,
} from '@gpuflow/domain';
import type { TokenMetadata } from '@gpuflow/escrow';
import type { Projector } from './projector.js';

type TokenLog = Extract<ParamsLog, { token: Address }>;

/** `metadata` is what the tokens say of themselves; it must name each token that is folded from nothing. */
export function tokenProjector(
  metadata: ReadonlyMap<Address, TokenMetadata>,
): Projector<ChainToken> {
  const unlisted = (address: Address): ChainToken => {
    const words = metadata.get(address);
    if (words === undefined) throw new Error(`no symbol and decimals of token ${address}`);
    const { symbol, decimals } = words;
    return { address, symbol, decimals, listed: false, feesWithdrawnUnits: 0n, lastBlock: 0n };
  };
  return {
    async findMany(tx, chainId, ids) {
      const tokens = await chainTokens.list(tx, chainId);
      return new Map(
        tokens
          .filter(({ address }) => ids.includes(address))
          .map((token) => [token.address, token]),
      );
    },
    fold: (token, log) => (isTokenLog(log) ? changed(token ?? unlisted(log.token), log) : token),
    save: chainTokens.save,
    remove: (tx, chainId, ids) => chainTokens.remove(tx, chainId, ids.map(addressOf)),
  };
}

function changed(token: ChainToken, log: Placed<TokenLog>): ChainToken {
  const lastBlock = log.at.blockNumber;
  if (log.kind !== 'FEES_WITHDRAWN')
    return { ...token, listed: log.kind === 'TOKEN_LISTED', lastBlock };
  return { ...token, feesWithdrawnUnits: token.feesWithdrawnUnits + log.amountUnits, lastBlock };
}

function isTokenLog(log: Placed<EscrowLog>): log is Placed<TokenLog> {
  return 'token' in log && !('owner' in log);
}

function addressOf(id: string): Address {
  return parseAddress(id, 'token');
}
