import { Refusal } from '@gpuflow/domain';

const daysMax = 1_100;
const dayMs = 86_400_000;

/** The chain seconds of a span of history. Refuses `MALFORMED_INPUT` for one that is none, or too long. */
export function historySpan(from: Date, to: Date): { from: bigint; until: bigint } {
  const ms = to.getTime() - from.getTime();
  if (from.getTime() < 0 || ms <= 0 || ms > daysMax * dayMs)
    throw new Refusal('MALFORMED_INPUT', {
      field: 'to',
      reason: `not after from, or more than ${daysMax} days`,
    });
  return { from: secondsOf(from), until: secondsOf(to) };
}

/** The first whole second that is not before a moment. */
function secondsOf(moment: Date): bigint {
  return BigInt(Math.ceil(moment.getTime() / 1000));
}
