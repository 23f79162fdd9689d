import { z } from 'zod';

import { evidenceForm } from '../evidence/evidence.js';
import { address, bytes, hash } from '../node/quantity.js';

const count = z.number().int().nonnegative();

/** A block with the receipts in it that hold the rental's logs. */
const block = z.object({
  /** RLP, whose keccak256 is the block's hash. */
  header: bytes,
  receipts: z
    .array(
      z.object({
        /** The transaction's place in its block. */
        index: count,
        /** The nodes of the block's tree of receipts, from its root to this one. */
        proof: z.array(bytes).max(20),
        /** Which of the receipt's logs are the rental's, from 0. */
        logs: z.array(count).max(1_000),
      }),
    )
    .max(1_000),
});

/**
 * Everything by which somebody who trusts nobody checks a settlement offline: all logs of the rental up to it, in the chain's
 * order, each with its path to a block's header; what the parties signed; and what its meter has handed out.
 */
export const bundleForm = z.object({
  format: z.literal('gpuflow-settlement-proof-1'),
  chainId: z.number().int().positive(),
  escrow: address,
  rentalId: hash,
  /** The settlement's number among the rental's logs. */
  seq: z.number().int().positive(),
  blocks: z.array(block).min(1).max(10_000),
  /** The provider's over the Offer and the renter's over the Order; null where a party called by itself. */
  signatures: z.object({ offer: bytes.nullable(), order: bytes.nullable() }),
  evidence: evidenceForm,
});

export type ProofBundle = z.output<typeof bundleForm>;
export type BundledBlock = z.output<typeof block>;
