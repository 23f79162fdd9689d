import { chainParams, type ChainParams } from '@gpuflow/db';
import { zeroAddress } from 'viem';
import type { Projector } from './projector.js';

/** The constructor sets both rules in one transaction: the zeros are never seen. */
const unset: ChainParams = { feeBps: 0, feeRecipient: zeroAddress, lastBlock: 0n };

export const paramsProjector: Projector<ChainParams> = {
  async findMany(tx, chainId, ids) {
    const params = await chainParams.find(tx, chainId);
    return new Map(params === undefined ? [] : ids.map((id) => [id, params]));
  },
  fold(params, log) {
    const lastBlock = log.at.blockNumber;
    if (log.kind === 'FEE_SET') return { ...(params ?? unset), feeBps: log.feeBps, lastBlock };
    if (log.kind !== 'FEE_RECIPIENT_SET') return params;
    return { ...(params ?? unset), feeRecipient: log.recipient, lastBlock };
  },
  async save(tx, chainId, rows) {
    for (const row of rows) await chainParams.save(tx, chainId, row);
  },
  remove: (tx, chainId) => chainParams.remove(tx, chainId),
};
