import { artifacts, network, tasks } from 'hardhat';
import {
  type Abi,
  type Address,
  type Hex,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  toHex,
} from 'viem';
import { z } from 'zod';

/** First second of every measurement: times are calldata, so another clock would be other gas. */
export const EPOCH = Date.UTC(2030, 0, 1) / 1000;

/** Hardhat's, unless configured. */
export const CHAIN_ID = 31_337;

const hex = z.custom<Hex>((value) => typeof value === 'string' && value.startsWith('0x'));
const quantity = z.string().transform(BigInt);
const receiptSchema = z.object({ gasUsed: quantity, status: quantity });
const artifactSchema = z.object({ abi: z.custom<Abi>(Array.isArray), bytecode: hex });
/** EIP-7825: no transaction may ask for more. */
const gasLimit = toHex(16_777_216);

export interface Contract {
  readonly address: Address;
  readonly abi: Abi;
}

type Provider = Awaited<ReturnType<typeof network.create>>['provider'];

/** A transaction not yet sent. */
export interface Call {
  readonly to: Address;
  readonly data: Hex;
}

/** A chain in this process, of contracts compiled as they are deployed, on which every run costs the same gas. */
export class Chain {
  readonly #provider: Provider;
  #deployments = 0n;
  #time = EPOCH;

  private constructor(provider: Provider) {
    this.#provider = provider;
  }

  /** @param testContracts Files that hold contracts of the tests, which a build leaves out. */
  static async start(testContracts: string[]): Promise<Chain> {
    await tasks.getTask('build').run({ noTests: true, quiet: true });
    await tasks.getTask('build').run({ files: testContracts, quiet: true });
    const override = { initialDate: new Date(EPOCH * 1000) };
    const { provider } = await network.create({ network: 'default', override });
    return new Chain(provider);
  }

  /** Second of the latest transaction; the next one is in the same, unless time passes. */
  get time(): number {
    return this.#time;
  }

  pass(seconds: number): void {
    this.#time += seconds;
  }

  async deploy(deployer: Address, name: string, args: readonly unknown[]): Promise<Contract> {
    const { abi, bytecode } = artifactSchema.parse(await artifacts.readArtifact(name));
    const data = encodeDeployData({ abi, bytecode, args });
    await this.#transact({ from: deployer, data });
    const address = getContractAddress({ from: deployer, nonce: this.#deployments++ });
    return { address, abi };
  }

  /** Gas of the whole transaction as its sender pays it: intrinsic, calldata, execution, less refunds. */
  async send(from: Address, { to, data }: Call): Promise<number> {
    return this.#transact({ from, to, data });
  }

  async read({ address: to, abi }: Contract, functionName: string, args: readonly unknown[]) {
    const data = encodeFunctionData({ abi, functionName, args });
    const answer = hex.parse(await this.#request('eth_call', [{ to, data }, 'latest']));
    return hex.parse(decodeFunctionResult({ abi, functionName, data: answer }));
  }

  async #transact(transaction: { from: Address; to?: Address; data: Hex }): Promise<number> {
    const { from } = transaction;
    await this.#request('hardhat_impersonateAccount', [from]);
    await this.#request('hardhat_setBalance', [from, toHex(10n ** 24n)]);
    await this.#request('evm_setNextBlockTimestamp', [toHex(++this.#time)]);
    const request = { ...transaction, gas: gasLimit };
    const hash = await this.#request('eth_sendTransaction', [request]);
    const receipt = await this.#request('eth_getTransactionReceipt', [hash]);
    const { gasUsed, status } = receiptSchema.parse(receipt);
    if (status !== 1n) throw new Error(`the transaction of ${from} was reverted`);
    return Number(gasUsed);
  }

  #request(method: string, params: unknown[]): Promise<unknown> {
    return this.#provider.request({ method, params });
  }
}

/** A call of a contract's function. */
export function callOf(
  { address: to, abi }: Contract,
  functionName: string,
  args: readonly unknown[],
): Call {
  return { to, data: encodeFunctionData({ abi, functionName, args }) };
}
