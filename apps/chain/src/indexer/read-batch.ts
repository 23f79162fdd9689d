import { chainTokens, type ChainBlock, type ChainLog } from '@gpuflow/db';
import type { Address, EscrowLog, Placed } from '@gpuflow/domain';
import { decodeLog, foldKeyOf, tokenMetadata, type TokenMetadata } from '@gpuflow/escrow';
import type { Chain } from '../chain.js';
import type { FetchedLogs } from './fetch-blocks.js';

/** Blocks in the form in which they are stored. */
export interface Batch {
  /** Headers to keep. The last is that of the last block read. */
  headers: ChainBlock[];
  logs: ChainLog[];
  /** Logs that say something, with the row that they fold into. */
  decoded: KeyedLog[];
  /** What newly listed tokens say of themselves. */
  tokens: ReadonlyMap<Address, TokenMetadata>;
}

/** A decoded log with the key of the row that it folds into. */
export interface KeyedLog {
  foldKey: string;
  log: Placed<EscrowLog>;
}

/** Of logs that fold into nothing: they are kept because they are the chain's. */
const noFoldKey = 'none';

/** Decodes fetched logs, and asks tokens that are new for their symbol and decimals. */
export async function readBatch(chain: Chain, { headers, logs }: FetchedLogs): Promise<Batch> {
  const decoded: KeyedLog[] = [];
  const stored = logs.map((node): ChainLog => {
    const log = decodeLog(node, node.timestamp);
    const foldKey = log === undefined ? noFoldKey : foldKeyOf(log);
    if (log !== undefined) decoded.push({ foldKey, log });
    return { ...node, foldKey };
  });
  return { headers, logs: stored, decoded, tokens: await newTokens(chain, decoded) };
}

/** A stored log with its key; none where it folds into nothing. */
export function keyed(log: ChainLog): KeyedLog[] {
  const decoded = decodeLog(log, log.timestamp);
  return decoded === undefined ? [] : [{ foldKey: log.foldKey, log: decoded }];
}

async function newTokens(
  { market, node }: Chain,
  decoded: readonly KeyedLog[],
): Promise<Map<Address, TokenMetadata>> {
  const tokens = new Map<Address, TokenMetadata>();
  for (const { log } of decoded) {
    if (log.kind !== 'TOKEN_LISTED' || tokens.has(log.token)) continue;
    if ((await chainTokens.find(market.db, market.policy.chainId, log.token)) !== undefined)
      continue;
    tokens.set(log.token, await tokenMetadata(node, log.token));
  }
  return tokens;
}
