import type { Address, IntentPurpose, SignerRole } from '@gpuflow/domain';
import { hex, present } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { OfSigner } from './chain-transaction-store.js';

/** The highest nonce that any stored transaction of the signer holds. Replaced ones hold none. */
export async function highestNonce(
  tx: Tx,
  { chainId, signer }: OfSigner,
): Promise<number | undefined> {
  const { _max } = await tx[prisma].chainTransaction.aggregate({
    where: { chainId, signer, state: { not: 'REPLACED' } },
    _max: { nonce: true },
  });
  return present(_max.nonce);
}

/** The highest nonce whose transaction is not mined and carries an intent of one of these purposes. */
export async function highestUnminedOf(
  tx: Tx,
  { chainId, signer }: OfSigner,
  purposes: readonly IntentPurpose[],
): Promise<number | undefined> {
  const intent = { purpose: { in: [...purposes] } };
  const { _max } = await tx[prisma].chainTransaction.aggregate({
    where: {
      chainId,
      signer,
      state: { in: ['SIGNED', 'BROADCAST'] },
      items: { some: { intent } },
    },
    _max: { nonce: true },
  });
  return present(_max.nonce);
}

/** How many of its transactions are signed or broadcast, and not seen mined. */
export function countUnmined(tx: Tx, { chainId, signer }: OfSigner): Promise<number> {
  return tx[prisma].chainTransaction.count({
    where: { chainId, signer, state: { in: ['SIGNED', 'BROADCAST'] } },
  });
}

/**
 * Who else, beside the `current` signers, has transactions of which the outcome is open, and has sent for this role: keys
 * that were changed meanwhile.
 */
export async function others(
  tx: Tx,
  chainId: number,
  { role, current }: { role: SignerRole; current: readonly Address[] },
): Promise<Address[]> {
  const rows = await tx[prisma].$queryRaw<{ signer: string }[]>`
    select distinct signer from chain_transactions open
    where chain_id = ${chainId} and state in ('SIGNED', 'BROADCAST', 'MINED')
      and signer <> all(${[...current]}) and exists (
        select 1 from chain_transactions sent
        join chain_transaction_items item on item.transaction_hash = sent.hash
        join intents on intents.key = item.intent_key
        where (sent.chain_id, sent.signer) = (open.chain_id, open.signer)
          and intents.signer_role = ${role}::"SignerRole")
    order by signer`;
  return rows.map(({ signer }) => hex(signer));
}
