import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import { CHAIN_ID } from './deployment.ts';

/** Unix seconds of block 0: 2026-01-01T00:00:00Z. */
export const GENESIS_SECONDS = 1_767_225_600;
const MNEMONIC = 'test test test test test test test test test test test junk';

/** Sends one JSON-RPC request to the simulated node; throws its error. */
export type Send = (method: string, params?: unknown[]) => Promise<unknown>;

/** Everything that a block hash depends on is written here, so that no default of Hardhat's changes it. */
const network = {
  type: 'edr-simulated',
  chainType: 'l1',
  chainId: CHAIN_ID,
  hardfork: 'osaka',
  initialDate: new Date(GENESIS_SECONDS * 1000),
  initialBaseFeePerGas: 1_000_000_000n,
  blockGasLimit: 60_000_000n,
  coinbase: '0xc014ba5ec014ba5ec014ba5ec014ba5ec014ba5e',
  accounts: { mnemonic: MNEMONIC, count: 20, accountsBalance: 10n ** 22n },
  // As on a public chain, a reverted transaction is mined and its receipt says so.
  throwOnTransactionFailures: false,
} as const;

let environment: Promise<HardhatRuntimeEnvironment> | undefined;

/** A new chain at its genesis block, in this process. EDR numbers and dates its blocks reproducibly. */
export async function createEdr(): Promise<Send> {
  environment ??= createHardhatRuntimeEnvironment({ networks: { chain: network } });
  const { provider } = await (await environment).network.create('chain');
  return (method, params = []) => provider.request({ method, params });
}
