import type { ConfirmationRule } from '@gpuflow/domain';
import { z } from 'zod';

const depthMax = 100n;
const ruleDepthMax = 10_000n;
const rulesMax = 8;
const ruleForm = /^(\d{1,18}):(\d{1,5}|finalized)$/;

/** How deep what the market acts on must be: every rental, and those into which more was paid. */
export interface Confirmations {
  confirmations: bigint;
  confirmationRules: ConfirmationRule[];
}

/**
 * `2`, or `2,1000:12,50000:finalized`: two blocks, from 1,000 whole tokens on twelve, from 50,000 on what the chain calls
 * final. The first is from 1 to 100: nonces are counted at that depth, and a node that is no archive knows its state for
 * 128 blocks only. Amounts rise, and depths do not fall.
 */
export const confirmationsVariable = z.string().transform((text, context): Confirmations => {
  const [first = '', ...others] = text.split(',').map((part) => part.trim());
  const confirmations = /^\d{1,3}$/.test(first) ? BigInt(first) : 0n;
  const rules = others.map(ruleIn);
  const all = [{ fromTokens: 0n, depth: confirmations }, ...rules];
  const inBounds = confirmations >= 1n && confirmations <= depthMax && rules.length <= rulesMax;
  if (inBounds && all.every(isRising))
    return { confirmations, confirmationRules: rules.flatMap((rule) => rule ?? []) };
  context.addIssue({ code: 'custom', message: 'no rising list of confirmations' });
  return z.NEVER;
});

function ruleIn(text: string): ConfirmationRule | undefined {
  const [, tokens, depth] = ruleForm.exec(text) ?? [];
  if (tokens === undefined || depth === undefined) return undefined;
  return { fromTokens: BigInt(tokens), depth: depth === 'finalized' ? 'FINALIZED' : BigInt(depth) };
}

/** What is final is deeper than any number. */
function isRising(
  rule: ConfirmationRule | undefined,
  index: number,
  all: readonly (ConfirmationRule | undefined)[],
): boolean {
  const before = all[index - 1];
  if (rule === undefined) return false;
  if (before === undefined) return index === 0;
  return rule.fromTokens > before.fromTokens && blocksOf(rule) >= blocksOf(before);
}

function blocksOf({ depth }: ConfirmationRule): bigint {
  return depth === 'FINALIZED' ? ruleDepthMax + 1n : depth;
}
