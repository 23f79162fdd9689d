import type { Hex } from '@gpuflow/domain';
import { escrowParamsAbi as abi } from '@gpuflow/escrow';
import { encodeFunctionData } from 'viem';

import { actors } from './actors.ts';
import type { Scene } from './scene.ts';

/** The calldata of what governance decides before a move, if anything. What it closes it mostly opens again soon. */
export function nextDecision(scene: Scene): Hex | undefined {
  const { random, model, tokens, now } = scene;
  const { rules, listedTokens } = model.books;
  if (now < rules.entryPausedUntil && random.chance(0.2)) return unpauseEntry();
  const delisted = tokens.find((token) => !listedTokens.has(token));
  if (delisted !== undefined && random.chance(0.2)) return listToken(delisted);
  return random.chance(0.03) ? random.pick(decisions)(scene) : undefined;
}

type Decide = (scene: Scene) => Hex;

const decisions: readonly [Decide, ...Decide[]] = [
  ({ random }) =>
    encodeFunctionData({
      abi,
      functionName: 'setFee',
      args: [random.pick([0, 1_000, 1_500, 1_501, random.below(1_500)])],
    }),
  ({ random }) =>
    encodeFunctionData({ abi, functionName: 'setFeeRecipient', args: [random.pick(actors)] }),
  ({ random, tokens }) =>
    encodeFunctionData({ abi, functionName: 'delistToken', args: [random.pick(tokens)] }),
  ({ random, tokens }) => listToken(random.pick(tokens)),
  () => encodeFunctionData({ abi, functionName: 'pauseEntry' }),
  unpauseEntry,
  ({ random }) =>
    encodeFunctionData({ abi, functionName: 'revokeMeter', args: [random.pick(actors)] }),
];

function listToken(token: Scene['tokens'][0]): Hex {
  return encodeFunctionData({ abi, functionName: 'listToken', args: [token] });
}

function unpauseEntry(): Hex {
  return encodeFunctionData({ abi, functionName: 'unpauseEntry' });
}
