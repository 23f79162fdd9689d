import {
  chainRentals,
  settlementLogs,
  type ChainCursor,
  type ChainLog,
  type Tx,
} from '@gpuflow/db';
import { Fault, Refusal, rentalToken, type Address, type Hash } from '@gpuflow/domain';
import { decodeLog } from '@gpuflow/escrow';
import { found, type Market } from '@gpuflow/marketplace';

import { headOf, positionOf } from '../settlement/chain-position.js';

const form = /^(\d{1,18})\|(\d{1,9})$/;
const charactersMax = 100;

/** Where a page of settlements ends. */
interface SettlementKey {
  blockNumber: bigint;
  logIndex: number;
}

/** A page of the settlements of all rentals or of one, the newest first, as a Relay connection. Refuses `BAD_CURSOR`. */
export async function settlementConnection(
  { db, policy }: Market,
  {
    rentalId,
    first,
    after,
  }: { rentalId: Hash | undefined; first: number; after: string | undefined },
) {
  const { chainId } = policy;
  const before = after === undefined ? undefined : parseCursor(after);
  const filter = { rentalId, before, first };
  return db.snapshot(async (tx) => {
    const { cursor, logs, hasNextPage } = await settlementLogs(tx, chainId, filter);
    if (cursor === undefined) throw new Fault('chain', new Error(`chain ${chainId} is not read`));
    const tokens = await tokensOf(tx, chainId, logs.map(settled));
    const edges = logs.map((log) => {
      const node = nodeOf(cursor, settled(log), tokens);
      return { cursor: encode(log), node };
    });
    const pageInfo = { hasNextPage, endCursor: edges.at(-1)?.cursor };
    return { edges, pageInfo, position: headOf(cursor) };
  });
}

type Settled = ReturnType<typeof settled>;

function settled(raw: ChainLog) {
  const log = decodeLog(raw, raw.timestamp);
  if (log?.kind !== 'SETTLED') throw new Error(`log ${encode(raw)} is no settlement`);
  return log;
}

async function tokensOf(tx: Tx, chainId: number, settlements: readonly Settled[]) {
  const ids = new Set(settlements.map(({ rentalId }) => rentalId));
  const rentals = await chainRentals.findMany(tx, chainId, [...ids]);
  return new Map(rentals.map((rental) => [rental.rentalId, rentalToken(rental)]));
}

function nodeOf(cursor: ChainCursor, log: Settled, tokens: ReadonlyMap<Hash, Address>) {
  const token = found(tokens.get(log.rentalId), 'rental', log.rentalId);
  const moneyOf = (units: bigint) => ({ units, token });
  return {
    rentalId: log.rentalId,
    seq: log.seq,
    toProvider: moneyOf(log.toProviderUnits),
    fee: moneyOf(log.feeUnits),
    claimed: moneyOf(log.claimedUnits),
    position: positionOf(cursor, log.at),
  };
}

/** The place that a cursor names. Refuses `BAD_CURSOR` for anything that no page has answered. */
function parseCursor(cursor: string): SettlementKey {
  const text = Buffer.from(cursor.slice(0, charactersMax), 'base64url').toString('latin1');
  const [, block, index] = form.exec(text) ?? [];
  if (block !== undefined && index !== undefined) {
    const key = { blockNumber: BigInt(block), logIndex: Number(index) };
    if (encode(key) === cursor) return key;
  }
  throw new Refusal('BAD_CURSOR', { cursor: cursor.slice(0, charactersMax) });
}

function encode({ blockNumber, logIndex }: SettlementKey): string {
  return Buffer.from(`${blockNumber}|${logIndex}`).toString('base64url');
}
