import { chainTokens, type ChainBlock, type ChainLog } from '@gpuflow/db';
import type { Address, EscrowLog, Placed } from '@gpuflow/domain';
import { decodeLog, foldKeyOf, tokenMetadata, type TokenMetadata } from '@gpuflow/escrow';
import type { Chain } from '../chain.js';
import type { NodeLog } from '../node/log.js';
import type { FetchedBlock } from './fetch-blocks.js';

/** Blocks in the form in which they are stored. */
export interface Batch {
  blocks: ChainBlock[];
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

/** Decodes the logs of fetched blocks, and asks tokens that are new for their symbol and decimals. */
export async function readBatch(chain: Chain, fetched: readonly FetchedBlock[]): Promise<Batch> {
  const logs = fetched.flatMap(({ logs, timestamp }) => logs.map((log) => stored(log, timestamp)));
  const decoded = logs.flatMap(keyed);
  return {
    blocks: fetched.map(({ number, hash, parentHash, timestamp }) => ({
      number,
      hash,
      parentHash,
      timestamp,
    })),
    logs,
    decoded,
    tokens: await newTokens(chain, decoded),
  };
}

/** A stored log with its key; none where it folds into nothing. */
export function keyed(log: ChainLog): KeyedLog[] {
  const decoded = decodeLog(log, log.timestamp);
  return decoded === undefined ? [] : [{ foldKey: log.foldKey, log: decoded }];
}

function stored(log: NodeLog, timestamp: bigint): ChainLog {
  const decoded = decodeLog(log, timestamp);
  return { ...log, timestamp, foldKey: decoded === undefined ? noFoldKey : foldKeyOf(decoded) };
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
