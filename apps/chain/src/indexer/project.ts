import { chainLogs, chainTokens, type Tx } from '@gpuflow/db';
import { parseAddress, type Address } from '@gpuflow/domain';
import type { TokenMetadata } from '@gpuflow/escrow';
import { accountProjector, writeLedger } from './projection/accounts.js';
import { delegationProjector, nonceProjector } from './projection/owners.js';
import { paramsProjector } from './projection/params.js';
import { foldRows, type FoldedRows, type Folding } from './projection/projector.js';
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

/** The projection while changes are folded into it. What is folded is written at the end, the accounts' lines at once. */
export interface Projection {
  /**
   * New logs are folded onto the rows, rows that lost a log are folded afresh. Throws `SequenceGap` where a log is
   * missing.
   */
  fold(changes: LogChanges): Promise<void>;
  write(): Promise<void>;
}

/** Begins to bring the projection up to date with the stored logs, in one transaction. */
export function openProjection(tx: Tx, chainId: number): Projection {
  const metadata = new Map<Address, TokenMetadata>();
  const tables = new Map<string, FoldedRows>([
    ['rental', foldRows(tx, chainId, rentalProjector)],
    ['account', foldRows(tx, chainId, accountProjector)],
    ['token', foldRows(tx, chainId, tokenProjector(metadata))],
    ['params', foldRows(tx, chainId, paramsProjector)],
    ['offer', foldRows(tx, chainId, cancelledOfferProjector)],
    ['order', foldRows(tx, chainId, cancelledOrderProjector)],
    ['counter', foldRows(tx, chainId, counterProjector)],
    ['delegation', foldRows(tx, chainId, delegationProjector)],
    ['nonce', foldRows(tx, chainId, nonceProjector)],
  ]);
  return {
    async fold(changes) {
      const foldings = await foldingsOf(tx, chainId, changes);
      for (const [token, words] of changes.tokens) metadata.set(token, words);
      await keepMetadata(tx, chainId, foldings.get('token') ?? [], metadata);
      for (const [noun, rows] of tables) await rows.fold(foldings.get(noun) ?? []);
      await writeLedger(tx, chainId, foldings.get('account') ?? []);
    },
    async write() {
      for (const rows of tables.values()) await rows.write();
    },
  };
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
async function keepMetadata(
  tx: Tx,
  chainId: number,
  foldings: readonly Folding[],
  metadata: Map<Address, TokenMetadata>,
): Promise<void> {
  for (const { id } of foldings.filter(({ afresh }) => afresh)) {
    const token = await chainTokens.find(tx, chainId, parseAddress(id, 'token'));
    if (token !== undefined) metadata.set(token.address, token);
  }
}
