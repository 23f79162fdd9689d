import { chainLogs, chainProjection, chainTokens, lockKey } from '@gpuflow/db';
import { parseAddress, type Address } from '@gpuflow/domain';
import { tokenMetadata, type TokenMetadata } from '@gpuflow/escrow';
import type { Chain } from '../chain.js';
import { openProjection } from './project.js';
import { followLock } from './store-batch.js';

/** One transaction folds no more rows, and of so many logs, but one row at least. */
const rowsMax = 500;
const logsMax = 5_000;

/** How far a replay has come. */
export interface ReplayProgress {
  rows: number;
  /** How many rows there were to fold when it began. */
  rowsInAll: number;
}

/** What a replay has done. */
export interface Replayed {
  rows: number;
  /** Rows of which no log tells, and that are gone now. */
  removed: number;
}

/**
 * Folds every row of the projection afresh from the stored logs, some hundred in a transaction, and removes rows of
 * which no log tells. In between every row is what its logs say, folded before or afresh: readers see no gap, and a
 * chain process may follow at the same time.
 */
export async function replayProjection(
  chain: Pick<Chain, 'market' | 'node'>,
  onProgress: (progress: ReplayProgress) => void = () => undefined,
): Promise<Replayed> {
  const { db, policy } = chain.market;
  const rowsInAll = await chainLogs.countFoldKeys(db, policy.chainId);
  let rows = 0;
  for (let keys = await keysAfter(chain, ''); keys.length > 0;) {
    await refold(chain, keys);
    rows += keys.length;
    onProgress({ rows, rowsInAll });
    keys = await keysAfter(chain, keys.at(-1) ?? '');
  }
  return { rows, removed: await removeUntold(chain) };
}

/** Keys of the next rows that one transaction folds. */
async function keysAfter({ market }: Pick<Chain, 'market'>, after: string): Promise<string[]> {
  const page = { after, limit: rowsMax };
  const found = await chainLogs.foldKeys(market.db, market.policy.chainId, page);
  let logs = 0;
  const end = found.findIndex((key) => (logs += key.logs) > logsMax);
  const taken = end === -1 ? found : found.slice(0, Math.max(end, 1));
  return taken.map(({ foldKey }) => foldKey);
}

async function refold(chain: Pick<Chain, 'market' | 'node'>, dropped: string[]): Promise<void> {
  const { db, policy } = chain.market;
  const tokens = await lostTokens(chain, dropped);
  await db.transaction(async (tx) => {
    await lockKey(tx, followLock(policy.chainId));
    const projection = openProjection(tx, policy.chainId);
    await projection.fold({ decoded: [], dropped, tokens });
    await projection.write();
  });
}

/** What tokens without a row say of themselves: no log does. */
async function lostTokens(
  { market, node }: Pick<Chain, 'market' | 'node'>,
  keys: readonly string[],
): Promise<Map<Address, TokenMetadata>> {
  const tokens = new Map<Address, TokenMetadata>();
  for (const key of keys) {
    const [, token] = /^token:(.*)$/.exec(key) ?? [];
    if (token === undefined) continue;
    const address = parseAddress(token, 'token');
    if ((await chainTokens.find(market.db, market.policy.chainId, address)) === undefined)
      tokens.set(address, await tokenMetadata(node, address));
  }
  return tokens;
}

function removeUntold({ market }: Pick<Chain, 'market'>): Promise<number> {
  const { chainId } = market.policy;
  return market.db.transaction(async (tx) => {
    await lockKey(tx, followLock(chainId));
    return chainProjection.removeUntold(tx, chainId);
  });
}
