import { auditView, type AuditView, type Database } from '@gpuflow/db';
import type { Address, Money } from '@gpuflow/domain';
import { openChainClient, readEscrow } from '@gpuflow/escrow';

import { headOf } from '../settlement/chain-position.js';
import {
  compareAudit,
  differenceOf,
  liabilitiesOf,
  type AuditLine,
  type ContractReading,
} from './compare-audit.js';

const differencesMax = 100;

export interface AuditOptions {
  db: Database;
  chainId: number;
  escrow: Address;
  rpcUrl: string;
}

/**
 * Reads the projection in one snapshot and the contract at exactly that snapshot's block, and compares every line.
 * Throws a `Fault` where either cannot be read, or where the block has since been reorganised away.
 */
export async function audit(options: AuditOptions) {
  const view = await auditView(options.db, options.chainId);
  const reading = await readContract(options, view);
  const lines = compareAudit(view, reading);
  return {
    position: headOf(view.cursor),
    differenceUnits: differenceOf(lines),
    tokens: view.tokens.map((token, index) => ({
      token,
      balance: moneyOf(token.address, reading.balances[index] ?? 0n),
      liabilities: moneyOf(token.address, liabilitiesOf(view, token.address)),
    })),
    differences: lines.filter(differs).slice(0, differencesMax),
    accountsChecked: view.accounts.length,
    rentalsChecked: view.rentals.length,
  };
}

async function readContract(
  { chainId, escrow, rpcUrl }: AuditOptions,
  { accounts, cursor, rentals, tokens }: AuditView,
): Promise<ContractReading> {
  const contract = readEscrow(openChainClient({ rpcUrl, chainId }), escrow, cursor.hash);
  const addresses = tokens.map(({ address }) => address);
  return {
    accounts: await contract.accounts(accounts),
    rentals: await contract.rentals(rentals.map(({ rentalId }) => rentalId)),
    fees: await contract.fees(addresses),
    balances: await contract.balances(addresses),
  };
}

function differs({ offUnits }: AuditLine): boolean {
  return offUnits !== 0n;
}

function moneyOf(token: Address, units: bigint): Money {
  return { units, token };
}
