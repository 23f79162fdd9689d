import { Fault } from '@gpuflow/domain';
import { z } from 'zod';

const answerSchema = z.object({
  result: z.unknown(),
  error: z.object({ message: z.string() }).optional(),
});
const blockSchema = z.object({
  number: z.string().transform(BigInt).pipe(z.bigint()).nullable(),
  timestamp: z.string().transform(Number).pipe(z.number()),
  transactions: z.array(z.object({ input: z.string(), to: z.string().nullable() })),
});

/** A development node's clock and its making of blocks: both can be taken in hand, which no public chain allows. */
export class DevelopmentNode {
  readonly #rpcUrl: string;

  constructor(rpcUrl: string) {
    this.#rpcUrl = rpcUrl;
  }

  async chainId(): Promise<number> {
    return Number(z.string().parse(await this.#call('eth_chainId', [])));
  }

  /** Whether a contract is at this address. */
  async hasCode(address: string): Promise<boolean> {
    return (await this.#call('eth_getCode', [address, 'latest'])) !== '0x';
  }

  /** Whether a block is made for every transaction as it comes. */
  async automine(on: boolean): Promise<void> {
    await this.#call('evm_setAutomine', [on]);
  }

  /** Makes one block, at this second of the chain's clock, of all that waits. */
  async mineAt(seconds: bigint): Promise<void> {
    await this.#call('evm_setNextBlockTimestamp', [Number(seconds)]);
    await this.#call('evm_mine', []);
  }

  /** The newest block. */
  async head() {
    return blockSchema.parse(await this.#call('eth_getBlockByNumber', ['latest', true]));
  }

  /** Whether a call of `to` that begins with `selector` waits for a block. */
  async isWaiting(to: string, selector: string): Promise<boolean> {
    const pending = await this.#call('eth_getBlockByNumber', ['pending', true]);
    const { transactions } = blockSchema.parse(pending);
    return transactions.some(
      (tx) => tx.to?.toLowerCase() === to.toLowerCase() && tx.input.startsWith(selector),
    );
  }

  async #call(method: string, params: unknown[]): Promise<unknown> {
    const { result, error } = await this.#ask({ jsonrpc: '2.0', id: 1, method, params });
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  async #ask(call: object): Promise<z.infer<typeof answerSchema>> {
    try {
      const response = await fetch(this.#rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(call),
        signal: AbortSignal.timeout(10_000),
      });
      return answerSchema.parse(await response.json());
    } catch (cause) {
      throw new Fault('chain', cause);
    }
  }
}
