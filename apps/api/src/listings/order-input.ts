import type { ListingOrder } from '@gpuflow/db';
import { assertCheckpoints, refuseUsage, type Usage } from '@gpuflow/domain';

import { parseCheckpoints } from '../advice/workload-input.js';
import type { InterruptionsInput, UsageInput } from '../generated/schema.js';
import { numberWithin } from '../graphql/arguments.js';
import { parseUsage } from '../rentals/order-input.js';

const restart = numberWithin(0, 24 * 60);

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
  const { restartMinutes, checkpoints: sentCheckpoints } = sent ?? {};
  const checkpoints = parseCheckpoints(sentCheckpoints, `${field}.checkpoints`);
  if (checkpoints !== undefined) assertCheckpoints(checkpoints, `${field}.checkpoints`);
  return {
    restartHours: restart(restartMinutes ?? 5, `${field}.restartMinutes`) / 60,
    checkpoints,
  };
}
