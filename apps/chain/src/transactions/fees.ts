import { Fault, greatest, least, type IntentPurpose } from '@gpuflow/domain';
import { headOf } from '../node/block.js';
import type { NodeClient } from '../node/ask.js';
import { suggestedTip } from '../node/signer.js';

/** What a transaction offers, in wei per gas (EIP-1559). */
export interface Fees {
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
}

/** What gas costs now, in wei per gas. */
export interface GasPrice {
  baseFeePerGas: bigint;
  tip: bigint;
}

/** A rental waits for these, or its renter pays by the second until they are mined. */
export const urgentPurposes: readonly IntentPurpose[] = [
  ...(['OPEN', 'START', 'PREEMPT', 'HALT', 'RESUME', 'STOP'] as const),
  // What a party signed is void after its deadline.
  ...(['PAUSE', 'RESUME_BY_RENTER', 'AMEND', 'SET_DELEGATE'] as const),
];
/** A later hour does these as well: what they pay out is nobody else's by then. */
export const patientPurposes: readonly IntentPurpose[] = [
  'EXPIRE',
  'SETTLE',
  'CLOSE',
  'PUBLISH_USAGE_ROOT',
];

/** What can wait offers at most this part of what the urgent may. */
const patientShare = 4n;
/** A replacement raises both fees by more than an eighth: nodes ask for a tenth or an eighth. */
const raiseShare = 8n;

/** The most that a transaction may offer, by the urgency of what it carries or holds up. */
export function feeCap(maxFeePerGas: bigint, urgent: boolean): bigint {
  return urgent ? maxFeePerGas : maxFeePerGas / patientShare;
}

export async function gasPriceNow(node: NodeClient): Promise<GasPrice> {
  const [{ baseFeePerGas }, tip] = await Promise.all([headOf(node), suggestedTip(node)]);
  return { baseFeePerGas, tip };
}

/**
 * Fees that outlast six full blocks, each of which raises the base fee by an eighth: twice the base fee and the tip,
 * under the cap. Undefined where the base fee alone is above it.
 */
export function feesUnder(cap: bigint, { baseFeePerGas, tip }: GasPrice): Fees | undefined {
  if (baseFeePerGas > cap) return undefined;
  const maxFeePerGas = least(2n * baseFeePerGas + tip, cap);
  return { maxFeePerGas, maxPriorityFeePerGas: least(tip, maxFeePerGas) };
}

/** The least fees with which nodes let a transaction take another's place, or `wanted` where these are higher. */
export function raisedFees(before: Fees, wanted: Fees): Fees {
  const maxFeePerGas = greatest(raised(before.maxFeePerGas), wanted.maxFeePerGas);
  const tip = greatest(raised(before.maxPriorityFeePerGas), wanted.maxPriorityFeePerGas);
  return { maxFeePerGas, maxPriorityFeePerGas: least(tip, maxFeePerGas) };
}

/** One raise above a cap, which only a transaction that does nothing may offer. */
export function lastResortCap(cap: bigint): bigint {
  return raised(cap);
}

/** The purposes that may be sent at this price. A `Fault` where not even the urgent may. */
export function purposesAt({ baseFeePerGas }: GasPrice, maxFeePerGas: bigint) {
  if (baseFeePerGas > maxFeePerGas)
    throw new Fault(
      'chain',
      new Error(`gas costs ${baseFeePerGas} wei, the cap is ${maxFeePerGas}`),
    );
  const patient = baseFeePerGas <= feeCap(maxFeePerGas, false);
  return patient ? [...urgentPurposes, ...patientPurposes] : urgentPurposes;
}

function raised(fee: bigint): bigint {
  return fee + fee / raiseShare + 1n;
}
