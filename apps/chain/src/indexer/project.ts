import { chainLogs, chainTokens, type Tx } from '@gpuflow/db';
import { parseAddress, type Address } from '@gpuflow/domain';
import type { TokenMetadata } from '@gpuflow/escrow';
import { accountProjector, writeLedger } from './projection/accounts.js';
import { paramsProjector } from './projection/params.js';
import { foldRows, type Folding } from './projection/projector.js';
import { rentalProjector } from './projection/rentals.js';
import {
  cancelledOfferProjector,
  cancelledOrderProjector,
  counterProjector,
} from './projection/signers.js';
import { tokenProjector } from './projection/tokens.js';
import { keyed, type KeyedLog } from './read-batch.js';

/** What has changed among the stored logs. */
export interface LogChanges {
  /** New logs, in the chain's order. They are stored already. */
  decoded: readonly KeyedLog[];
  /** Keys of rows of which a log has vanished. */
  dropped: readonly string[];
  /** What tokens that are new among the logs say of themselves. */
  tokens: ReadonlyMap<Address, TokenMetadata>;
}

/**
 * Brings the projection up to date with the stored logs: new logs are folded onto the stored rows, rows that lost a
 * log are folded afresh. Throws `SequenceGap` where a log is missing.
 */
export async function project(tx: Tx, chainId: number, changes: LogChanges): Promise<void> {
  const foldings = await foldingsOf(tx, chainId, changes);
  const of = (noun: string) => foldings.get(noun) ?? [];
  const tokens = await knownTokens(tx, chainId, of('token'), changes.tokens);
  await foldRows(tx, chainId, rentalProjector, of('rental'));
  await foldRows(tx, chainId, accountProjector, of('account'));
  await writeLedger(tx, chainId, of('account'));
  await foldRows(tx, chainId, tokenProjector(tokens), of('token'));
  await foldRows(tx, chainId, paramsProjector, of('params'));
  await foldRows(tx, chainId, cancelledOfferProjector, of('offer'));
  await foldRows(tx, chainId, cancelledOrderProjector, of('order'));
  await foldRows(tx, chainId, counterProjector, of('counter'));
}

/** Rows to fold, by the noun that their key begins with. */
async function foldingsOf(
  tx: Tx,
  chainId: number,
  { decoded, dropped }: LogChanges,
): Promise<Map<string, Folding[]>> {
  const refolded = new Set(dropped);
  const stored = refolded.size === 0 ? [] : await chainLogs.ofFoldKeys(tx, chainId, [...refolded]);
  const allLogs = Map.groupBy(stored.flatMap(keyed), ({ foldKey }) => foldKey);
  const newLogs = Map.groupBy(decoded, ({ foldKey }) => foldKey);
  const keys = [...new Set([...refolded, ...newLogs.keys()])].map((foldKey) => {
    const [noun = '', ...id] = foldKey.split(':');
    const afresh = refolded.has(foldKey);
    const logs = (afresh ? allLogs : newLogs).get(foldKey) ?? [];
    return { noun, id: id.join(':'), afresh, logs: logs.map(({ log }) => log) };
  });
  return Map.groupBy(keys, ({ noun }) => noun);
}

/** Symbols and decimals do not come from logs: a row that is folded afresh keeps those it had. */
async function knownTokens(
  tx: Tx,
  chainId: number,
  foldings: readonly Folding[],
  news: ReadonlyMap<Address, TokenMetadata>,
): Promise<Map<Address, TokenMetadata>> {
  const known = new Map(news);
  for (const { id } of foldings.filter(({ afresh }) => afresh)) {
    const token = await chainTokens.find(tx, chainId, parseAddress(id, 'token'));
    if (token !== undefined) known.set(token.address, token);
  }
  return known;
}
