import {
  zeroHash,
  type Address,
  type Hash,
  type Hex,
  type IntentCall,
  type IntentPurpose,
} from '@gpuflow/domain';
import { decodeEventLog, decodeFunctionResult, encodeFunctionData } from 'viem';
import { encodeEscrowCall } from './encode-escrow-call.js';
import { rentalEscrowAbi as abi, usageRootsAbi } from './generated/index.js';

/** The most calls that the contract takes in one transaction. */
export const callsMax = 64;

/** With which other calls one can share a transaction; ALONE: with none. */
export type Sharing = 'ALONE' | 'BATCH' | 'SETTLE_MANY' | 'CLOSE_MANY';

const sharings: Record<Exclude<IntentPurpose, 'STOP'>, Sharing> = {
  // Who signed may be a contract, whose own check of its signature could use up all gas of its neighbours.
  OPEN: 'ALONE',
  PAUSE: 'ALONE',
  RESUME_BY_RENTER: 'ALONE',
  AMEND: 'ALONE',
  SET_DELEGATE: 'ALONE',
  START: 'BATCH',
  PREEMPT: 'BATCH',
  HALT: 'BATCH',
  RESUME: 'BATCH',
  EXPIRE: 'BATCH',
  SETTLE: 'SETTLE_MANY',
  CLOSE: 'CLOSE_MANY',
  PUBLISH_USAGE_ROOT: 'ALONE',
};

/** The contract that a call is made on. */
export function contractOf({ purpose }: IntentCall): 'ESCROW' | 'USAGE_ROOTS' {
  return purpose === 'PUBLISH_USAGE_ROOT' ? 'USAGE_ROOTS' : 'ESCROW';
}

/** With which calls this one can share a transaction. */
export function sharingOf(call: IntentCall): Sharing {
  if (call.purpose !== 'STOP') return sharings[call.purpose];
  return call.stop === undefined ? 'BATCH' : 'ALONE';
}

/** The calldata with which an intent's call is made on its contract: see {@link contractOf}. */
export function encodeCall(call: IntentCall): Hex {
  switch (call.purpose) {
    case 'OPEN':
      return encodeEscrowCall({ ...call, kind: 'OPEN_BY_SIG' });
    case 'PREEMPT':
      return encodeEscrowCall({ kind: 'PREEMPT', order: call.order, byNew: call.byNew });
    case 'PAUSE':
      return encodeEscrowCall({ ...call, kind: 'PAUSE' });
    case 'RESUME_BY_RENTER':
      return encodeEscrowCall({ ...call, kind: 'RESUME' });
    case 'AMEND':
      return encodeEscrowCall({ ...call, kind: 'AMEND' });
    case 'SET_DELEGATE':
      return encodeEscrowCall({ ...call, kind: 'SET_DELEGATE' });
    case 'HALT':
    case 'RESUME':
      return encodeReport(call);
    case 'PUBLISH_USAGE_ROOT': {
      const { hour, root, leafCount } = call;
      const args = [hour, root, leafCount] as const;
      return encodeFunctionData({ abi: usageRootsAbi, functionName: 'publish', args });
    }
    case 'STOP': {
      const { order, stop, stopSignature: signature } = call;
      return stop === undefined || signature === undefined
        ? encodeEscrowCall({ kind: 'STOP', order })
        : encodeEscrowCall({ kind: 'STOP_BY_SIG', order, stop, signature });
    }
    default:
      return encodeEscrowCall({ kind: call.purpose, order: call.order });
  }
}

/**
 * The calldata that makes up to {@link callsMax} calls of one sharing in one transaction, in this order: a refused one is
 * skipped and named by {@link failedItems}. A single call is made as it is.
 */
export function encodeCalls(calls: readonly IntentCall[]): Hex {
  const [first, ...others] = calls;
  if (first === undefined) throw new Error('No call to encode.');
  if (others.length === 0) return encodeCall(first);
  const orders = calls.flatMap((call) => ('order' in call ? [call.order] : []));
  switch (sharingOf(first)) {
    case 'SETTLE_MANY':
      return encodeEscrowCall({ kind: 'SETTLE_MANY', orders });
    case 'CLOSE_MANY':
      return encodeEscrowCall({ kind: 'CLOSE_MANY', orders });
    default:
      return encodeTrial(calls);
  }
}

/** The calldata of `batch` with these calls, whose answer is read by {@link decodeTrial}. */
export function encodeTrial(calls: readonly IntentCall[]): Hex {
  return encodeFunctionData({ abi, functionName: 'batch', args: [calls.map(encodeCall)] });
}

/** Which calls of a `batch` were made, by its answer. Throws where it is no such answer. */
export function decodeTrial(data: Hex): readonly boolean[] {
  return decodeFunctionResult({ abi, functionName: 'batch', data });
}

/** A log of a receipt, as far as it matters here. */
interface ReceiptLog {
  address: Address;
  topics: readonly Hash[];
  data: Hex;
}

/** The calls that a mined transaction did not make, by position, with the bytes by which the contract refused them. */
export function failedItems(escrow: Address, logs: readonly ReceiptLog[]): Map<number, Hex> {
  const failed = new Map<number, Hex>();
  for (const log of logs) {
    const failure = log.address === escrow ? failureIn(log) : undefined;
    if (failure !== undefined) failed.set(Number(failure.index), failure.reason);
  }
  return failed;
}

function failureIn({ topics: [signature, ...indexed], data }: ReceiptLog) {
  if (signature === undefined) return undefined;
  const { eventName, args } = decodeEventLog({ abi, topics: [signature, ...indexed], data });
  return eventName === 'BatchItemFailed' ? args : undefined;
}

/** Whether the logs of a mined publication say what was to be published. Where there is no contract, nothing says so. */
export function isPublished(
  usageRoots: Address,
  { hour, root }: Extract<IntentCall, { purpose: 'PUBLISH_USAGE_ROOT' }>,
  logs: readonly ReceiptLog[],
): boolean {
  return logs.some(({ address, topics: [signature, ...indexed], data }) => {
    if (address !== usageRoots || signature === undefined) return false;
    const { args } = decodeEventLog({ abi: usageRootsAbi, topics: [signature, ...indexed], data });
    return args.hour === hour && args.root === root;
  });
}

/** The furthest second that a word of ours can name. The call's own sender needs no nearer one: the turn guards it. */
const forEver = 2 ** 40 - 1;

/** What the meter saw, sent by itself: its signature is the transaction's. */
function encodeReport(call: Extract<IntentCall, { purpose: 'HALT' | 'RESUME' }>): Hex {
  const { rentalId, order, purpose: kind, turn } = call;
  const seen = call.purpose === 'HALT' ? call : { since: 0, evidenceRoot: zeroHash };
  const { since, evidenceRoot } = seen;
  const report = { rentalId, kind, since, evidenceRoot, turn, deadline: forEver };
  return encodeEscrowCall({ kind: 'REPORT', order, report, signature: '0x' });
}
