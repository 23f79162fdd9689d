import { decodeFunctionData, type Hex } from 'viem';
import { z } from 'zod';

import { openings } from '../log/abi.js';
import { orderDigest, type EscrowAddress } from '../log/digests.js';
import type { AuditNode } from '../node/node.js';
import { address, bytes } from '../node/quantity.js';
import type { ProofBundle } from './bundle.js';

const transaction = z.object({ to: address.nullable(), input: bytes });
type Signatures = ProofBundle['signatures'];
const none: Signatures = { offer: null, order: null };

/** What the parties signed for a rental to open, out of the transaction that opened it. */
export async function openingSignatures(
  node: AuditNode,
  at: EscrowAddress,
  rentalId: Hex,
  txHash: Hex,
): Promise<Signatures> {
  const { to, input } = await node.ask(transaction, 'eth_getTransactionByHash', [txHash]);
  return to === at.escrow ? signaturesIn(at, rentalId, input) : none;
}

function signaturesIn(at: EscrowAddress, rentalId: Hex, input: Hex): Signatures {
  const call = decoded(input);
  if (call === undefined) return none;
  if (call.functionName === 'batch') {
    const [calls] = call.args;
    const [found = none] = calls
      .map((one) => signaturesIn(at, rentalId, one))
      .filter(({ offer }) => offer !== null);
    return found;
  }
  const [order] = call.args;
  if (orderDigest(at, order) !== rentalId) return none;
  if (call.functionName === 'openBySig') return { offer: call.args[2], order: call.args[1] };
  const offer = call.functionName === 'open' ? call.args[1] : call.args[4];
  return { offer, order: null };
}

function decoded(data: Hex) {
  try {
    return decodeFunctionData({ abi: openings, data });
  } catch {
    return undefined;
  }
}
