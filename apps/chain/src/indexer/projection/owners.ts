import { chainDelegations, chainNonces, type ChainNonce } from '@gpuflow/db';
import {
  delegationKey,
  foldDelegation,
  isDelegationLog,
  parseAddress,
  type ChainDelegation,
  type DelegationParties,
} from '@gpuflow/domain';
import type { Projector } from './projector.js';

export const delegationProjector: Projector<ChainDelegation> = {
  async findMany(tx, chainId, ids) {
    const found = await chainDelegations.findMany(tx, chainId, ids.map(keyOf));
    return new Map(found.map((row) => [delegationKey(row.owner, row.delegate, row.token), row]));
  },
  fold: (delegation, log) => (isDelegationLog(log) ? foldDelegation(delegation, log) : delegation),
  save: chainDelegations.save,
  remove: (tx, chainId, ids) => chainDelegations.remove(tx, chainId, ids.map(keyOf)),
};

/** An owner's last log says all, so no stored row is folded on. */
export const nonceProjector: Projector<ChainNonce> = {
  findMany: () => Promise.resolve(new Map()),
  fold: (nonce, log) =>
    log.kind === 'NONCE_USED'
      ? { owner: log.owner, next: log.nonce + 1n, lastBlock: log.at.blockNumber }
      : nonce,
  save: chainNonces.save,
  remove: (tx, chainId, ids) =>
    chainNonces.remove(
      tx,
      chainId,
      ids.map((id) => parseAddress(id, 'owner')),
    ),
};

function keyOf(id: string): DelegationParties {
  const [owner = '', delegate = '', token = ''] = id.split(':');
  return {
    owner: parseAddress(owner, 'owner'),
    delegate: parseAddress(delegate, 'delegate'),
    token: parseAddress(token, 'token'),
  };
}
