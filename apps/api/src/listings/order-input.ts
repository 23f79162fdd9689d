import type { ListingOrder } from '@gpuflow/db';
import { refuseUsage, type Usage } from '@gpuflow/domain';

import type { InterruptionsInput, UsageInput } from '../generated/schema.js';
import { numberWithin, optional } from '../graphql/arguments.js';
import { parseUsage } from '../rentals/order-input.js';

const restart = numberWithin(0, 24 * 60);
const every = numberWithin(1, 600_000);
const write = numberWithin(0, 86_400);

/** More than any slice has. */
const diskGbMax = 10_000_000;

/** What a client means to use, of whichever listing. Refuses `TERMS_OUT_OF_BOUNDS`. */
export function parseUse(sent: UsageInput): Usage {
  const usage = parseUsage(sent);
  refuseUsage(usage, diskGbMax);
  return usage;
}

/**
 * What an interruption costs a client's job: five minutes to go on, and all its work where it says of no checkpoints.
 * Refuses `MALFORMED_INPUT`.
 */
export function parseInterruptions(
  sent: InterruptionsInput | null | undefined,
  field: string,
): ListingOrder['interruptions'] {
  const { restartMinutes, checkpointEveryMinutes, checkpointSeconds } = sent ?? {};
  const everyMinutes = optional(every)(checkpointEveryMinutes, `${field}.checkpointEveryMinutes`);
  const writeHours = write(checkpointSeconds ?? 0, `${field}.checkpointSeconds`) / 3_600;
  return {
    restartHours: restart(restartMinutes ?? 5, `${field}.restartMinutes`) / 60,
    checkpoints:
      everyMinutes === undefined ? undefined : { everyHours: everyMinutes / 60, writeHours },
  };
}
