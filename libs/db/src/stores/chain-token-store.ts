import type { Address } from '@gpuflow/domain';
import { hex, units } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { ChainToken as ChainTokenRow } from '../generated/client.js';

/** A token that the escrow knows. */
export interface ChainToken {
  address: Address;
  symbol: string;
  decimals: number;
  /** Whether new rentals may use it. */
  listed: boolean;
  /** Taken out of its fee bucket so far. */
  feesWithdrawnUnits: bigint;
  lastBlock: bigint;
}

/** Writes folded tokens in place of what was there. */
export async function save(tx: Tx, chainId: number, tokens: readonly ChainToken[]): Promise<void> {
  await remove(
    tx,
    chainId,
    tokens.map(({ address }) => address),
  );
  await tx[prisma].chainToken.createMany({
    data: tokens.map((token) => ({
      chainId,
      ...token,
      feesWithdrawnUnits: token.feesWithdrawnUnits.toString(),
    })),
  });
}

export async function remove(tx: Tx, chainId: number, addresses: Address[]): Promise<void> {
  await tx[prisma].chainToken.deleteMany({ where: { chainId, address: { in: addresses } } });
}

export async function find(
  tx: Tx,
  chainId: number,
  address: Address,
): Promise<ChainToken | undefined> {
  const row = await tx[prisma].chainToken.findUnique({
    where: { chainId_address: { chainId, address } },
  });
  return row === null ? undefined : toChainToken(row);
}

/** All tokens of a chain, delisted ones too, by address. */
export async function list(tx: Tx, chainId: number): Promise<ChainToken[]> {
  const rows = await tx[prisma].chainToken.findMany({
    where: { chainId },
    orderBy: { address: 'asc' },
  });
  return rows.map(toChainToken);
}

function toChainToken({ chainId: _chainId, ...row }: ChainTokenRow): ChainToken {
  return {
    ...row,
    address: hex(row.address),
    feesWithdrawnUnits: units(row.feesWithdrawnUnits),
  };
}
