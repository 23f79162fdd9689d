import type { Address, Hash, Hex } from '@gpuflow/domain';
import { keccak256, numberToHex } from 'viem';

import { encodeLog, type EncodedLog } from './encode-log.ts';
import { marketHistory, openingSeconds, type TransactionLogs } from './market-history.ts';

export const escrow: Address = `0x${'e5'.repeat(20)}`;
export const params: Address = `0x${'9a'.repeat(20)}`;
export const usageRoots: Address = `0x${'9b'.repeat(20)}`;
export const chainId = 424_242;
/** The first block that may hold a log of ours. */
export const deploymentBlock = 1n;

const blockSeconds = 12;
/** Blocks on top of the last log: the youngest are not final yet, as on any chain. */
const quietBlocks = 40;
const unfinalBlocks = 32;
const paramsKinds = ['FEE_SET', 'FEE_RECIPIENT_SET', 'TOKEN_LISTED'];

interface RecordedBlock {
  number: number;
  /** Its logs as a node writes them, JSON objects joined by commas. */
  logsJson: string;
  logsBloom: Hex;
}

/** A chain as a node has it: answers are written once and only put together when asked for. */
export interface RecordedChain {
  head: number;
  finalized: number;
  logs: number;
  /** JSON of the header; null beyond the head. */
  header(number: number): string;
  /** JSON of all logs in these blocks, both ends included. */
  logsBetween(from: number, to: number): string;
  numberOf(hash: Hash): number | undefined;
}

/** Puts a market's history into blocks of twelve seconds, with links, blooms and log indices that fit. */
export function recordChain(logsMin: number, seed: number): RecordedChain {
  const byBlock = Map.groupBy(marketHistory(logsMin, seed), ({ at }) => blockNumberAt(at));
  const head = Math.max(...byBlock.keys()) + quietBlocks;
  const blocks: RecordedBlock[] = [];
  let logs = 0;
  for (let number = 0; number <= head; number += 1) {
    const transactions = byBlock.get(number) ?? [];
    blocks.push(recordBlock(number, transactions));
    logs += transactions.reduce((sum, transaction) => sum + transaction.logs.length, 0);
  }
  const numbers = new Map(blocks.map(({ number }) => [blockHash(number), number]));
  return {
    head,
    finalized: head - unfinalBlocks,
    logs,
    header: (number) => headerJson(blocks[number]),
    logsBetween: (from, to) =>
      `[${blocks
        .slice(from, to + 1)
        .flatMap(({ logsJson }) => (logsJson === '' ? [] : [logsJson]))
        .join()}]`,
    numberOf: (hash) => numbers.get(hash),
  };
}

/** The deployment is in block 1; a step is in the first block that is not older than it. */
function blockNumberAt(seconds: number): number {
  return 1 + Math.ceil((seconds - openingSeconds) / blockSeconds);
}

function timestampOf(number: number): number {
  return openingSeconds + (number - 1) * blockSeconds;
}

function recordBlock(number: number, transactions: readonly TransactionLogs[]): RecordedBlock {
  const bloom = Buffer.alloc(256);
  let logIndex = 0;
  const parts = transactions.flatMap(({ logs }, transactionIndex) =>
    logs.map((log) => {
      const address = paramsKinds.includes(log.kind) ? params : escrow;
      const encoded = encodeLog(log);
      for (const entry of [address, ...encoded.topics]) addToBloom(bloom, entry);
      const place = { number, transactionIndex, logIndex };
      logIndex += 1;
      return logJson(address, encoded, place);
    }),
  );
  return { number, logsJson: parts.join(), logsBloom: `0x${bloom.toString('hex')}` };
}

interface Place {
  number: number;
  transactionIndex: number;
  logIndex: number;
}

/** The fields that execution-apis gives a log. */
function logJson(address: Address, { topics, data }: EncodedLog, place: Place): string {
  const { number, transactionIndex, logIndex } = place;
  return JSON.stringify({
    address,
    blockHash: blockHash(number),
    blockNumber: numberToHex(number),
    blockTimestamp: numberToHex(timestampOf(number)),
    data,
    logIndex: numberToHex(logIndex),
    removed: false,
    topics,
    transactionHash: hashFrom(number * 1_000 + transactionIndex, 0x7a),
    transactionIndex: numberToHex(transactionIndex),
  });
}

function headerJson(block: RecordedBlock | undefined): string {
  if (block === undefined) return 'null';
  const { number, logsBloom } = block;
  return JSON.stringify({
    number: numberToHex(number),
    hash: blockHash(number),
    parentHash: blockHash(number - 1),
    timestamp: numberToHex(timestampOf(number)),
    logsBloom,
    baseFeePerGas: '0x3b9aca00',
    gasLimit: '0x1c9c380',
    gasUsed: '0xe4e1c0',
    stateRoot: hashFrom(number, 0x57),
    transactionsRoot: hashFrom(number, 0x58),
    receiptsRoot: hashFrom(number, 0x59),
    transactions: [],
    uncles: [],
  });
}

function blockHash(number: number): Hash {
  return hashFrom(number, 0xb1);
}

const hashes = new Map<string, Hash>();

function hashFrom(number: number, salt: number): Hash {
  const key = `${number}:${salt}`;
  const known = hashes.get(key);
  if (known !== undefined) return known;
  const hash = keccak256(numberToHex(BigInt(salt) * 2n ** 64n + BigInt(number + 1)));
  hashes.set(key, hash);
  return hash;
}

const bloomBits = new Map<Hex, { byte: number; mask: number }[]>();

/** Yellow Paper 4.3.1, function M. */
function addToBloom(bloom: Buffer, entry: Hex): void {
  const known = bloomBits.get(entry);
  const bits = known ?? bitsOf(entry);
  if (known === undefined) bloomBits.set(entry, bits);
  for (const { byte, mask } of bits) bloom[byte] = (bloom[byte] ?? 0) | mask;
}

function bitsOf(entry: Hex): { byte: number; mask: number }[] {
  const digest = Buffer.from(keccak256(entry, 'bytes'));
  return [0, 2, 4].map((offset) => {
    const bit = digest.readUInt16BE(offset) & 2047;
    return { byte: 255 - (bit >> 3), mask: 1 << (bit & 7) };
  });
}
