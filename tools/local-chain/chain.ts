import { z } from 'zod';
import { canonicalMethod, changesChain, isRefused, makesBlock } from './chain-methods.ts';
import type { ChainClock } from './clock.ts';
import { createEdr, GENESIS_SECONDS, type Send } from './edr.ts';
import type { JournalEntry } from './journal.ts';
import { RpcError } from './rpc-error.ts';

const headSchema = z.object({ number: z.string(), hash: z.string(), timestamp: z.string() });
const seconds = z.coerce.number().int().nonnegative();

/** Called with each change before it is answered. */
export type RecordChange = (entry: JournalEntry) => Promise<void>;

/**
 * A simulated chain that a list of calls rebuilds exactly, to the block hash: it chooses each block's
 * timestamp itself and hands every call that changed something to `record`. Calls run one at a time.
 */
export class Chain {
  readonly #send: Send;
  readonly #clock: ChainClock;
  #record: RecordChange = async () => undefined;
  #headSeconds = GENESIS_SECONDS;
  #wantedSeconds: number | undefined;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(send: Send, clock: ChainClock) {
    this.#send = send;
    this.#clock = clock;
  }

  /** A chain with the given history. Throws when the history makes other blocks than it did at first. */
  static async replay(entries: readonly JournalEntry[], clock: ChainClock): Promise<Chain> {
    const chain = new Chain(await createEdr(), clock);
    for (const { method, params, timestamp } of entries) {
      await chain.#apply(method, params, timestamp);
      if (timestamp !== undefined) clock.set(chain.#headSeconds);
    }
    const want = entries.at(-1)?.head;
    const { hash } = await chain.#head();
    if (want !== undefined && want !== hash) {
      throw new Error(`The journal's last block was ${want}; replayed, it is ${hash}.`);
    }
    return chain;
  }

  /** From now on each change goes to `record`, and its call is answered when that is done. */
  recordTo(record: RecordChange): void {
    this.#record = record;
  }

  /** Answers a JSON-RPC call, after all earlier ones. Throws RpcError or the node's own error. */
  request(method: string, params: unknown[]): Promise<unknown> {
    const answer = this.#last.then(() => this.#answer(canonicalMethod(method), params));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #answer(method: string, params: unknown[]): Promise<unknown> {
    if (isRefused(method)) throw new RpcError(-32601, `${method} is not supported by this chain.`);
    if (!changesChain(method)) return this.#send(method, params);
    const ownTimestamp = method === 'evm_mine' && params.length > 0;
    const timestamp = makesBlock(method) && !ownTimestamp ? this.#nextSeconds() : undefined;
    const { result, head } = await this.#apply(method, params, timestamp);
    await this.#record({ method, params, ...(timestamp && { timestamp }), head });
    return result;
  }

  #nextSeconds(): number {
    return Math.max(this.#wantedSeconds ?? this.#clock.now(), this.#headSeconds + 1);
  }

  async #apply(method: string, params: unknown[], timestamp: number | undefined) {
    if (timestamp !== undefined) await this.#send('evm_setNextBlockTimestamp', [timestamp]);
    const result = await this.#send(method, params);
    if (method === 'evm_setNextBlockTimestamp') this.#wantedSeconds = seconds.parse(params[0]);
    if (method === 'evm_increaseTime') {
      const now = Math.max(this.#clock.now(), this.#headSeconds);
      this.#clock.set(now + seconds.parse(params[0]));
    }
    const head = await this.#head();
    this.#followHead(method, Number(head.timestamp));
    return { result, head: head.hash };
  }

  /** Where the caller chose the block's time, or went back to an earlier block, the clock follows. */
  #followHead(method: string, headSeconds: number): void {
    if (headSeconds === this.#headSeconds) return;
    const chosen = this.#wantedSeconds !== undefined || !method.startsWith('eth_');
    if (chosen) this.#clock.set(headSeconds);
    this.#headSeconds = headSeconds;
    this.#wantedSeconds = undefined;
  }

  async #head() {
    return headSchema.parse(await this.#send('eth_getBlockByNumber', ['latest', false]));
  }
}
