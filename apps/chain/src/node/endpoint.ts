import type { Clock, Log } from '@gpuflow/marketplace';
import { jittered } from '../jittered.js';
import type { NodeClient } from './ask.js';

/**
 * Why an endpoint is not asked for a while. SILENT: it failed to answer, or was overloaded. FOREIGN: it is of another
 * chain. LAGGING: its head stays behind the others'. CONTRADICTING: it has another block at a height that is confirmed.
 * UNFIT: its answers do not fit together.
 */
export type Distrust = 'SILENT' | 'FOREIGN' | 'LAGGING' | 'CONTRADICTING' | 'UNFIT';

/** What an endpoint needs of its process. */
export interface EndpointSetting {
  clock: Clock;
  log: Log;
  /** From 0 to 1, so that processes that were shut out together do not come back together. */
  random: () => number;
}

const firstPauseMs = 5_000;
const longestPauseMs = 300_000;
/** Trusted for so long, an endpoint has no past. */
const forgetAfterMs = 600_000;
const loud: readonly Distrust[] = ['FOREIGN', 'CONTRADICTING'];

/** One RPC endpoint and how far it is trusted. A roll call alone lets it out of quarantine, or in at the start. */
export class Endpoint implements NodeClient {
  readonly request: NodeClient['request'];
  /** The chain it last said it is of. */
  chainId: number | undefined;
  /** The height of its head at the last roll call. */
  headNumber = -1n;
  /** Since when its head is behind the others', in milliseconds of our clock. */
  behindSinceMs: number | undefined;
  #distrust: { reason: Distrust; untilMs: number } | undefined;
  #strikes = 0;
  #trustedSinceMs = 0;
  #proven = false;

  /** @param ordinal its place among the endpoints, from 1: logs name it so, because a URL may hold a key */
  constructor(
    readonly ordinal: number,
    client: NodeClient,
    private readonly setting: EndpointSetting,
  ) {
    this.request = client.request;
  }

  /** Whether a roll call has found it good, and nothing has come up since. */
  get trusted(): boolean {
    return this.#proven && this.#distrust === undefined;
  }

  /** Whether all that speaks against it is that it was silent or slow. */
  get wasGood(): boolean {
    const reason = this.#distrust?.reason;
    return this.#proven && reason !== 'FOREIGN' && reason !== 'CONTRADICTING';
  }

  /** Whether it had another block than the others when it was last heard. */
  get contradicts(): boolean {
    return this.#distrust?.reason === 'CONTRADICTING';
  }

  /** Whether the next roll call should hear it. */
  get due(): boolean {
    return this.#distrust === undefined || this.#distrust.untilMs <= this.#nowMs();
  }

  /** Puts it in quarantine, each time for twice as long, up to five minutes. */
  distrust(reason: Distrust, facts: object = {}): void {
    if (!this.due && this.#distrust?.reason === reason) return;
    if (this.trusted && this.#nowMs() - this.#trustedSinceMs > forgetAfterMs) this.#strikes = 0;
    const pauseMs = jittered(
      Math.min(firstPauseMs * 2 ** this.#strikes, longestPauseMs),
      this.setting.random,
    );
    this.#strikes += 1;
    this.#distrust = { reason, untilMs: this.#nowMs() + pauseMs };
    const level = loud.includes(reason) ? 'error' : 'warn';
    const about = { endpoint: this.ordinal, reason, pauseMs, ...facts };
    this.setting.log[level](about, 'endpoint quarantined');
  }

  /** Lets it in, or out of quarantine. */
  trust(): void {
    if (this.trusted) return;
    if (this.#distrust !== undefined)
      this.setting.log.info({ endpoint: this.ordinal }, 'endpoint trusted again');
    this.#distrust = undefined;
    this.#proven = true;
    this.#trustedSinceMs = this.#nowMs();
  }

  #nowMs(): number {
    return this.setting.clock.now().getTime();
  }
}
