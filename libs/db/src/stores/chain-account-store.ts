import type { Address, ChainAccount } from '@gpuflow/domain';
import { hex, units } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { ChainAccount as ChainAccountRow } from '../generated/client.js';
import { lastColumns, lastOf } from '../log-position.js';

/** One owner's account in one token. */
export type AccountKey = Pick<ChainAccount, 'token' | 'owner'>;

/** Writes folded accounts in place of what was there. */
export async function save(
  tx: Tx,
  chainId: number,
  accounts: readonly ChainAccount[],
): Promise<void> {
  await remove(tx, chainId, accounts);
  await tx[prisma].chainAccount.createMany({
    data: accounts.map(({ token, owner, freeUnits, seq, last }) => ({
      chainId,
      token,
      owner,
      freeUnits: freeUnits.toString(),
      seq,
      ...lastColumns(last),
    })),
  });
}

export async function remove(
  tx: Tx,
  chainId: number,
  accounts: readonly AccountKey[],
): Promise<void> {
  await tx[prisma].$executeRaw`
    delete from chain_accounts a
    using unnest(${accounts.map(({ token }) => token)}::text[],
                 ${accounts.map(({ owner }) => owner)}::text[]) as k(token, owner)
    where a.chain_id = ${chainId} and a.token = k.token and a.owner = k.owner`;
}

export async function find(
  tx: Tx,
  chainId: number,
  token: Address,
  owner: Address,
): Promise<ChainAccount | undefined> {
  const row = await tx[prisma].chainAccount.findUnique({
    where: { chainId_token_owner: { chainId, token, owner } },
  });
  return row === null ? undefined : toChainAccount(row);
}

/** Every account of a chain, by token and owner. */
export async function list(tx: Tx, chainId: number): Promise<ChainAccount[]> {
  const rows = await tx[prisma].chainAccount.findMany({
    where: { chainId },
    orderBy: [{ token: 'asc' }, { owner: 'asc' }],
  });
  return rows.map(toChainAccount);
}

function toChainAccount(row: ChainAccountRow): ChainAccount {
  return {
    token: hex(row.token),
    owner: hex(row.owner),
    freeUnits: units(row.freeUnits),
    seq: row.seq,
    last: lastOf(row),
  };
}
