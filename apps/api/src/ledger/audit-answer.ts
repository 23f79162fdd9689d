import {
  audits,
  chainCursors,
  chainTokens,
  type ChainToken,
  type StoredAudit,
  type Tx,
} from '@gpuflow/db';
import { Fault, finalityOf, type Address, type Money } from '@gpuflow/domain';
import { found, type Market } from '@gpuflow/marketplace';

import { chainMoment } from '../settlement/chain-position.js';

/** The audit of the highest block at or below `at`, or of all; undefined where there is none yet. */
export function auditAt(market: Market, at: bigint | undefined) {
  return answer(market, (tx) => audits.atBlock(tx, market.policy.chainId, at));
}

/** The audit with this id. */
export function auditById(market: Market, id: string) {
  return answer(market, (tx) => audits.find(tx, id));
}

function answer({ db, policy }: Market, find: (tx: Tx) => Promise<StoredAudit | undefined>) {
  const { chainId } = policy;
  return db.snapshot(async (tx) => {
    const audit = await find(tx);
    if (audit === undefined) return undefined;
    const cursor = await chainCursors.find(tx, chainId);
    if (cursor === undefined) throw new Fault('chain', new Error(`chain ${chainId} is not read`));
    const tokens = await chainTokens.list(tx, chainId);
    return {
      ...audit,
      position: positionOf(audit, finalityOf(audit.blockNumber, cursor)),
      closesEntry: (await audits.closure(tx, chainId))?.auditId === audit.id,
      tokens: audit.totals.map((totals) => totalsOf(totals, tokens)),
    };
  });
}

function positionOf(audit: StoredAudit, finality: ReturnType<typeof finalityOf>) {
  const { chainId, blockNumber, blockHash, blockTimestamp } = audit;
  const at = chainMoment(blockTimestamp);
  return { chainId, blockNumber, blockHash, txHash: undefined, at, finality };
}

function totalsOf(totals: StoredAudit['totals'][number], tokens: readonly ChainToken[]) {
  const { token: address, freeUnits, heldUnits, feesUnits, balanceUnits } = totals;
  const token = tokens.find((one) => one.address === address);
  return {
    token: found(token, 'token', address),
    free: moneyOf(address, freeUnits),
    held: moneyOf(address, heldUnits),
    fees: moneyOf(address, feesUnits),
    owed: moneyOf(address, freeUnits + heldUnits + feesUnits),
    balance: moneyOf(address, balanceUnits),
  };
}

function moneyOf(token: Address, units: bigint): Money {
  return { units, token };
}
