import type { Address, SignerRole } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';

/** What of a chain's work has not come to an end. */
export interface ChainWork {
  /** Intents whose time to be signed has come, of roles that have some. */
  queued: { role: SignerRole; count: number; oldestAt: Date }[];
  /** Nonces for which bytes are signed, the oldest of them since `oldestAt`, and none is mined; of signers that have some. */
  unmined: { signer: Address; count: number; oldestAt: Date }[];
}

interface CountRow {
  whose: string;
  count: number;
  oldestAt: Date;
}

/** How much waits to be signed and to be mined, and since when. */
export async function chainWork(tx: Tx, chainId: number, now: Date): Promise<ChainWork> {
  const queued = await tx[prisma].$queryRaw<(CountRow & { whose: SignerRole })[]>`
    select signer_role as whose, count(*)::int as count, min(created_at) as "oldestAt"
    from intents where chain_id = ${chainId} and state = 'QUEUED' and not_before <= ${now}
    group by signer_role order by 1`;
  const unmined = await tx[prisma].$queryRaw<CountRow[]>`
    select signer as whose, count(distinct nonce)::int as count, min(signed_at) as "oldestAt"
    from chain_transactions
    where (chain_id, signer, nonce) in (
      select chain_id, signer, nonce from chain_transactions
      where chain_id = ${chainId} and state in ('SIGNED', 'BROADCAST'))
    group by signer order by 1`;
  return {
    queued: queued.map(({ whose: role, ...rest }) => ({ role, ...rest })),
    unmined: unmined.map(({ whose, ...rest }) => ({ signer: hex(whose), ...rest })),
  };
}
