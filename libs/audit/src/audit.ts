import { decodeFunctionResult, encodeFunctionData, getAddress, type Address, type Hex } from 'viem';
import { z } from 'zod';

import { compareBalances, compareContract } from './compare/contract.js';
import {
  compareLogs,
  compareRows,
  lackingRows,
  type Projection,
  type StoredLog,
} from './compare/database.js';
import { digestOf, totalsOf, type TokenTotals } from './compare/totals.js';
import { judgeCharges, judgeHalts } from './conduct/meter.js';
import { judgeOverlaps } from './conduct/overlaps.js';
import { judgePreemptions } from './conduct/preemptions.js';
import type { Evidence } from './evidence/evidence.js';
import type { Finding } from './finding.js';
import { emptyBooks, type Books } from './fold/books.js';
import { foldLog } from './fold/fold-log.js';
import { closeTransaction } from './fold/transaction.js';
import { views } from './log/abi.js';
import { headerAt, type BlockTag, type Header } from './node/header.js';
import { NodeFailure, NodeRefusal, type AuditNode } from './node/node.js';
import { address, bytes, hash, quantity, toQuantity } from './node/quantity.js';
import { readLogs, type LogPage } from './node/read-logs.js';

/** The server's database, as far as an audit reads it. */
export interface DatabaseUnderAudit {
  /** The last block that it was fed; undefined before the first. */
  readTo(): Promise<bigint | undefined>;
  /** The rows of one moment, and every log of that moment that is later than a block. */
  projection(after: bigint): Promise<Projection & { later: readonly StoredLog[] }>;
  /** The logs that it stores of these blocks, both included. */
  logs(from: bigint, to: bigint): Promise<StoredLog[]>;
}

/** How far an audit has come. */
export interface Progress {
  readTo: bigint;
  to: bigint;
  logs: number;
}

export interface AuditRequest {
  node: AuditNode;
  escrow: Address;
  /** A block at or before the escrow's and its parameters' deployment. */
  from: bigint;
  /** The block to audit: what the node calls final, unless it is named. */
  to?: bigint | BlockTag;
  /** Where meters publish their roots, and what they handed out. */
  usageRoots?: Address;
  evidence?: Evidence;
  /** The server's database of a chain. */
  databaseOf?: (chainId: number) => DatabaseUnderAudit;
  onProgress?: (progress: Progress) => void;
}

/** The same with everything looked up. */
interface Assignment extends Omit<AuditRequest, 'databaseOf'> {
  chainId: number;
  database: DatabaseUnderAudit | undefined;
}

/** What an audit has seen. Without findings everything agrees to the unit. */
export interface AuditReport {
  chainId: number;
  escrow: Address;
  /** Everything is as of this block. */
  at: Header;
  tokens: (TokenTotals & { balance: bigint })[];
  /** One number for all that the logs make: see `digestOf`. */
  digest: Hex;
  logs: number;
  accounts: number;
  rentals: number;
  findings: Finding[];
}

/** The request cannot be audited as it stands. */
export class NotAuditable extends Error {
  override readonly name = 'NotAuditable';
}

/**
 * Rebuilds every account, rental and fee from logs alone and compares them with what the logs say on the way, with what the
 * contract stores at the block, and, where one is given, with a database.
 * Throws `NodeFailure` or `NodeRefusal` where the chain cannot be read, {@link NotAuditable} where `from` is too late.
 */
export async function audit({ databaseOf, ...asked }: AuditRequest): Promise<AuditReport> {
  const { node } = asked;
  const escrow = getAddress(asked.escrow);
  const chainId = Number(await node.ask(quantity, 'eth_chainId', []));
  const request = { ...asked, escrow, chainId, database: databaseOf?.(chainId) };
  const at = await blockToAudit(request);
  await assertFromTheStart(request);
  const books = emptyBooks({ chainId, escrow });
  const logFindings = await foldAll(books, request, at);
  if ((await headerAt(node, at.number)).hash !== at.hash)
    throw new NodeFailure(`block ${at.number} changed while it was audited`);
  const totals = totalsOf(books);
  const { balances, findings } = await compareBalances(totals, { node, escrow, at });
  const report = {
    chainId,
    escrow,
    at,
    tokens: totals.map((one, index) => ({ ...one, balance: balances[index] ?? 0n })),
    digest: digestOf(books),
    logs: books.logs,
    accounts: books.accounts.size,
    rentals: books.rentals.size,
  };
  const conduct = await judgeConduct(books, request, at);
  const contract = await compareContract(books, node, at);
  const told = [...books.findings, ...logFindings, ...contract, ...findings, ...conduct];
  return { ...report, findings: [...told, ...(await compareDatabase(books, request, at))] };
}

/** The block that is named, or the node's final one, or as far as the database has come. */
async function blockToAudit({ node, to, database }: Assignment): Promise<Header> {
  const wanted = await headerAt(node, to ?? 'finalized');
  if (database === undefined) return wanted;
  const readTo = await database.readTo();
  if (readTo === undefined) throw new NotAuditable('the database has read no block yet');
  if (readTo >= wanted.number) return wanted;
  if (typeof to !== 'bigint') return headerAt(node, readTo);
  throw new NotAuditable(`the database has read to block ${readTo} only`);
}

/** Logs of blocks before `from` would be missing, and everything would look wrong. */
async function assertFromTheStart({ node, escrow, from }: Assignment): Promise<void> {
  if (from === 0n) return;
  const before = [escrow, toQuantity(from - 1n)];
  const code = await node.ask(bytes, 'eth_getCode', before).catch((error: unknown) => {
    // A node that has forgotten so old a state cannot say.
    if (error instanceof NodeRefusal) return '0x';
    throw error;
  });
  if (code !== '0x') throw new NotAuditable(`the escrow was there before block ${from}`);
}

/** Folds every log up to the block, and compares them with the database's on the way. */
async function foldAll(books: Books, request: Assignment, at: Header): Promise<Finding[]> {
  const { node, escrow, from, usageRoots } = request;
  const stored = [escrow, await paramsOf(node, escrow, at)];
  const addresses = usageRoots === undefined ? stored : [...stored, getAddress(usageRoots)];
  const findings = [];
  let readFrom = from;
  for await (const page of readLogs(node, { addresses, from, to: at.number })) {
    foldPage(books, page);
    findings.push(...(await comparePage(request, stored, readFrom, page)));
    readFrom = page.readTo + 1n;
    request.onProgress?.({ readTo: page.readTo, to: at.number, logs: books.logs });
  }
  closeTransaction(books);
  return findings;
}

function foldPage(books: Books, { logs, secondOf }: LogPage): void {
  for (const log of logs) {
    const at = secondOf.get(log.blockNumber);
    if (at === undefined) throw new NodeFailure(`the node has no block ${log.blockNumber}`);
    foldLog(books, log, at);
  }
}

async function comparePage(
  { database }: Assignment,
  stored: readonly Address[],
  from: bigint,
  { logs, readTo }: LogPage,
): Promise<Finding[]> {
  if (database === undefined) return [];
  const ofServer = logs.filter((log) => stored.includes(log.address));
  return compareLogs(await database.logs(from, readTo), ofServer);
}

/** Which contract decides the terms of new rentals: fixed for good in the escrow. */
async function paramsOf(node: AuditNode, escrow: Address, at: Header): Promise<Address> {
  const call = { to: escrow, data: encodeFunctionData({ abi: views, functionName: 'params' }) };
  const data = await node.ask(bytes, 'eth_call', [call, { blockHash: at.hash }]);
  if (data === '0x') throw new NotAuditable(`there is no escrow at ${escrow}`);
  return decodeFunctionResult({ abi: views, functionName: 'params', data });
}

async function judgeConduct(books: Books, request: Assignment, at: Header): Promise<Finding[]> {
  const evidence = request.evidence ?? { pieces: [] };
  const senderOf = (txHash: Hex) => senderIn(request.node, txHash);
  return [
    ...(await judgeHalts(books, evidence, at, senderOf)),
    ...judgeCharges(books, evidence, at),
    ...judgePreemptions(books, at.timestamp),
    ...judgeOverlaps(books, at),
  ];
}

const transaction = z.object({ hash, from: address });

async function senderIn(node: AuditNode, txHash: Hex): Promise<Hex> {
  return (await node.ask(transaction, 'eth_getTransactionByHash', [txHash])).from;
}

/**
 * Rows as of the block are compared with the books; those that have moved on since with the books carried on over the
 * database's own later logs. The books are of no use for the block afterwards.
 */
async function compareDatabase(books: Books, request: Assignment, at: Header) {
  if (request.database === undefined) return [];
  const { number } = at;
  const projection = await request.database.projection(number);
  const findings = lackingRows(books, projection, number);
  findings.push(...compareRows(books, projection, (block) => block <= number, number));
  books.findings = [];
  for (const log of projection.later) foldLog(books, { ...log, ...rawOf(log) }, log.timestamp);
  closeTransaction(books);
  const carried = compareRows(books, projection, (block) => block > number, number);
  return [...findings, ...books.findings, ...carried];
}

function rawOf({ address: of, topics }: StoredLog) {
  return { address: address.parse(of), topics: [...topics] };
}
