import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

import { MARKET } from '../tokens.js';
import { TokenBuckets } from './token-buckets.js';

/** An agent opens a session at its start and twice a day; one that crashes and starts in a loop waits a little. */
const perMachine = { burst: 10, perSecond: 1 / 60 };
/** A whole data centre may come back at once behind one address. */
const perIp = { burst: 1_000, perSecond: 20 };

/** Who asked for a session, and from where. */
export interface SessionAsker {
  machineId: string;
  ip: string;
}

/** How often sessions may be opened by one machine and from one IP address, counted by each process of the API for itself. */
@Injectable()
export class SessionLimits {
  readonly #machines = new TokenBuckets(perMachine);
  readonly #ips = new TokenBuckets(perIp);

  constructor(@Inject(MARKET) private readonly market: Market) {}

  /** Refuses `RATE_LIMITED`. A machine that is refused takes nothing from others at its address. */
  admit({ machineId, ip }: SessionAsker): void {
    const now = this.market.clock.now().getTime();
    refuseFor('machine', this.#machines.take(machineId, now));
    refuseFor('ip', this.#ips.take(ip, now));
  }
}

function refuseFor(by: string, retryAfterSeconds: number): void {
  if (retryAfterSeconds > 0) throw new Refusal('RATE_LIMITED', { by, retryAfterSeconds });
}
