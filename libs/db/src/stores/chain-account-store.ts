import type { Address, ChainAccount } from '@gpuflow/domain';
import { hex, units } from '../columns.js';
import { column, copyInto } from '../copy-into.js';
import { int4, int8, numeric, text } from '../copy-types.js';
import { prisma, type Tx } from '../database.js';
import type { ChainAccount as ChainAccountRow } from '../generated/client.js';
import {
  lastColumnNames,
  lastColumns,
  lastFrom,
  lastOf,
  type LastValues,
} from '../log-position.js';
import { rowsOf } from '../rows-of.js';

/** One owner's account in one token. */
export type AccountKey = Pick<ChainAccount, 'token' | 'owner'>;

const columns = [
  column('token', text, (account: ChainAccount) => account.token),
  column('owner', text, (account: ChainAccount) => account.owner),
  column('free_units', numeric, (account: ChainAccount) => account.freeUnits),
  column('seq', int8, (account: ChainAccount) => account.seq),
  ...lastColumns,
];

/** Writes folded accounts in place of what was there. */
export async function save(
  tx: Tx,
  chainId: number,
  accounts: readonly ChainAccount[],
): Promise<void> {
  await remove(tx, chainId, accounts);
  const ofChain = column('chain_id', int4, () => chainId);
  await copyInto(tx, 'chain_accounts', [ofChain, ...columns], accounts);
}

export async function remove(
  tx: Tx,
  chainId: number,
  accounts: readonly AccountKey[],
): Promise<void> {
  await rowsOf(
    tx,
    `delete from chain_accounts a using unnest($2::text[], $3::text[]) as k(token, owner)
     where a.chain_id = $1 and a.token = k.token and a.owner = k.owner`,
    keysOf(chainId, accounts),
  );
}

/** Those of these accounts that the chain knows, in no order. */
export async function findMany(
  tx: Tx,
  chainId: number,
  accounts: readonly AccountKey[],
): Promise<ChainAccount[]> {
  const rows = await rowsOf<AccountValues>(
    tx,
    `select a.token, a.owner, a.free_units, a.seq, ${lastColumnNames.join()}
     from chain_accounts a join unnest($2::text[], $3::text[]) as k(token, owner)
       on a.token = k.token and a.owner = k.owner
     where a.chain_id = $1`,
    keysOf(chainId, accounts),
  );
  return rows.map((row) => ({
    token: hex(row.token),
    owner: hex(row.owner),
    freeUnits: BigInt(row.free_units),
    seq: BigInt(row.seq),
    last: lastFrom(row),
  }));
}

interface AccountValues extends LastValues {
  token: string;
  owner: string;
  free_units: string;
  seq: string;
}

function keysOf(chainId: number, accounts: readonly AccountKey[]): unknown[] {
  return [chainId, accounts.map(({ token }) => token), accounts.map(({ owner }) => owner)];
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
