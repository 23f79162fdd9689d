import { getAddress, type Address, type Hex } from 'viem';
import { z } from 'zod';

import type { Evidence } from '../evidence/evidence.js';
import { decodeLog } from '../log/decode.js';
import { headerAt } from '../node/header.js';
import { NodeFailure, type AuditNode } from '../node/node.js';
import { hash, quantity } from '../node/quantity.js';
import type { RawLog } from '../node/raw-log.js';
import { readLogs } from '../node/read-logs.js';
import { NotAuditable } from '../audit.js';
import type { BundledBlock, ProofBundle } from './bundle.js';
import { headerBytes, readHeader, sentHeader } from './header.js';
import { openingSignatures } from './opening-signatures.js';
import { receiptBytes, sentReceipt } from './receipt.js';
import { receiptTree } from './receipt-tree.js';

export interface ProofRequest {
  node: AuditNode;
  escrow: Address;
  rentalId: Hex;
  /** The number of the settlement among the rental's logs; without it the last one. */
  seq?: number;
  /** A block at or before the rental's opening. */
  from: bigint;
  evidence?: Evidence;
}

const logsMax = 1_000;
const blockForm = sentHeader.extend({ hash, transactions: z.array(hash) });

/**
 * Puts together what proves a settlement. Throws {@link NotAuditable} where there is no such settlement, and `NodeFailure`
 * where the node's blocks do not hash to what it calls them.
 */
export async function buildProof({ node, ...request }: ProofRequest): Promise<ProofBundle> {
  const escrow = getAddress(request.escrow);
  const chainId = Number(await node.ask(quantity, 'eth_chainId', []));
  const { logs, seq } = await logsUpTo(node, { ...request, escrow });
  const [opening] = logs;
  if (opening === undefined) throw new NotAuditable('the rental has no logs from that block on');
  const { rentalId, evidence = { pieces: [] } } = request;
  const place = { chainId, escrow };
  return {
    format: 'gpuflow-settlement-proof-1',
    ...place,
    rentalId,
    seq,
    blocks: await blocksOf(node, logs),
    signatures: await openingSignatures(node, place, rentalId, opening.txHash),
    evidence: { pieces: evidence.pieces.filter((piece) => piece.rentalId === rentalId) },
  };
}

/** The rental's logs up to the end of the settlement's transaction: an agreement says so in a later log. */
async function logsUpTo(node: AuditNode, request: Omit<ProofRequest, 'node'>) {
  const logs = await logsOf(node, request);
  const settlements = logs.filter((log) => {
    const number = settlementSeq(log);
    return number !== undefined && (request.seq ?? number) === number;
  });
  const settlement = settlements.at(-1);
  const seq = settlement && settlementSeq(settlement);
  if (settlement === undefined || seq === undefined)
    throw new NotAuditable(`the rental has no such settlement from block ${request.from} on`);
  const end = logs.findLastIndex(({ txHash }) => txHash === settlement.txHash);
  return { logs: logs.slice(0, end + 1), seq };
}

async function logsOf(node: AuditNode, { escrow, rentalId, from }: Omit<ProofRequest, 'node'>) {
  const { number: to } = await headerAt(node, 'latest');
  const range = { addresses: [escrow], from, to, topics: [null, rentalId] };
  const logs: RawLog[] = [];
  for await (const page of readLogs(node, range)) {
    logs.push(...page.logs);
    if (logs.length > logsMax) throw new NotAuditable(`the rental has more than ${logsMax} logs`);
  }
  return logs;
}

function settlementSeq(log: RawLog): number | undefined {
  const content = decodeLog(log);
  return content?.eventName === 'Settled' ? content.args.seq : undefined;
}

async function blocksOf(node: AuditNode, logs: readonly RawLog[]): Promise<BundledBlock[]> {
  const blocks = [];
  for (const [blockHash, ofBlock] of Map.groupBy(logs, (log) => log.blockHash))
    blocks.push(await bundledBlock(node, blockHash, ofBlock));
  return blocks;
}

async function bundledBlock(
  node: AuditNode,
  blockHash: Hex,
  logs: readonly RawLog[],
): Promise<BundledBlock> {
  const sent = await node.ask(blockForm, 'eth_getBlockByHash', [blockHash, false]);
  const { transactions } = sent;
  const header = headerBytes(sent);
  if (readHeader(header).hash !== blockHash)
    throw new NodeFailure(`the header of ${blockHash} is of a form not known`);
  const receipts = await receiptsOf(node, transactions);
  const tree = await receiptTree(receipts.map(({ bytes }) => bytes));
  if (tree.root !== sent.receiptsRoot)
    throw new NodeFailure(`the receipts of ${blockHash} are of a form not known`);
  const ofRental = [...Map.groupBy(logs, ({ txHash }) => txHash)].map(async ([txHash, some]) => {
    const index = transactions.indexOf(txHash);
    const first = receipts[index]?.firstLog ?? 0;
    const places = some.map(({ logIndex }) => logIndex - first);
    return { index, proof: await tree.proofOf(index), logs: places };
  });
  return { header, receipts: await Promise.all(ofRental) };
}

/** Every receipt of a block, in order, and which number in the block its first log has. */
async function receiptsOf(node: AuditNode, transactions: readonly Hex[]) {
  const questions = transactions.map((txHash) => ({
    method: 'eth_getTransactionReceipt',
    params: [txHash],
  }));
  let firstLog = 0;
  return (await node.askMany(sentReceipt, questions)).map((receipt) => {
    const placed = { bytes: receiptBytes(receipt), firstLog };
    firstLog += receipt.logs.length;
    return placed;
  });
}
