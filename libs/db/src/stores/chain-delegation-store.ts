import type { Address, ChainDelegation, DelegationParties } from '@gpuflow/domain';
import { hex, units } from '../columns.js';
import { column, copyInto } from '../copy-into.js';
import { int4, int8, numeric, text } from '../copy-types.js';
import { prisma, type Tx } from '../database.js';
import type { ChainDelegation as ChainDelegationRow } from '../generated/client.js';
import { lastColumns, lastOf } from '../log-position.js';
import { rowsOf } from '../rows-of.js';

const columns = [
  column('owner', text, (delegation: ChainDelegation) => delegation.owner),
  column('delegate', text, (delegation: ChainDelegation) => delegation.delegate),
  column('token', text, (delegation: ChainDelegation) => delegation.token),
  column('scopes', int4, (delegation: ChainDelegation) => delegation.scopes),
  column('cap_units', numeric, (delegation: ChainDelegation) => delegation.capUnits),
  column('expiry', int8, (delegation: ChainDelegation) => delegation.expiry),
  ...lastColumns,
];

/** Writes folded delegations in place of what was there. */
export async function save(
  tx: Tx,
  chainId: number,
  delegations: readonly ChainDelegation[],
): Promise<void> {
  await remove(tx, chainId, delegations);
  const ofChain = column('chain_id', int4, () => chainId);
  await copyInto(tx, 'chain_delegations', [ofChain, ...columns], delegations);
}

export async function remove(
  tx: Tx,
  chainId: number,
  keys: readonly DelegationParties[],
): Promise<void> {
  await rowsOf(
    tx,
    `delete from chain_delegations where chain_id = $1 and (owner, delegate, token) in
       (select * from unnest($2::text[], $3::text[], $4::text[]))`,
    [
      chainId,
      keys.map(({ owner }) => owner),
      keys.map(({ delegate }) => delegate),
      keys.map(({ token }) => token),
    ],
  );
}

export async function find(
  tx: Tx,
  chainId: number,
  { owner, delegate, token }: DelegationParties,
): Promise<ChainDelegation | undefined> {
  const row = await tx[prisma].chainDelegation.findUnique({
    where: { chainId_owner_delegate_token: { chainId, owner, delegate, token } },
  });
  return row === null ? undefined : toDelegation(row);
}

/** Those of `keys` that the chain knows, in no order. */
export async function findMany(
  tx: Tx,
  chainId: number,
  keys: readonly DelegationParties[],
): Promise<ChainDelegation[]> {
  const rows = await tx[prisma].chainDelegation.findMany({
    where: { OR: keys.map(({ owner, delegate, token }) => ({ chainId, owner, delegate, token })) },
  });
  return rows.map(toDelegation);
}

/** What a wallet lets others do, and what others let it do, the newest first, at most `limit`. What was taken back is left out. */
export async function ofWallet(
  tx: Tx,
  chainId: number,
  wallet: Address,
  limit: number,
): Promise<ChainDelegation[]> {
  const rows = await tx[prisma].chainDelegation.findMany({
    where: { chainId, scopes: { not: 0 }, OR: [{ owner: wallet }, { delegate: wallet }] },
    orderBy: [{ lastBlock: 'desc' }, { lastLogIndex: 'desc' }],
    take: limit,
  });
  return rows.map(toDelegation);
}

function toDelegation(row: ChainDelegationRow): ChainDelegation {
  return {
    owner: hex(row.owner),
    delegate: hex(row.delegate),
    token: hex(row.token),
    scopes: row.scopes,
    capUnits: units(row.capUnits),
    expiry: row.expiry,
    last: lastOf(row),
  };
}
