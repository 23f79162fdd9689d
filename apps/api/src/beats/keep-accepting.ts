import { acceptanceMs, sayAccepting, type BeatRefusals, type Market } from '@gpuflow/marketplace';

/** It is said so many times within the time for which it is said: one or two may fail. */
const timesSaid = 3;

/**
 * Says from now on that this process accepts beats, and writes down what it refuses. What cannot be said is our silence
 * and no machine's. Answers how to end that.
 */
export async function keepAccepting(
  market: Market,
  refusals: BeatRefusals,
): Promise<() => Promise<void>> {
  let windowId = await sayAccepting(market);
  const warn = (err: unknown) => market.log.warn({ err }, 'not said that beats are accepted');
  const say = async () => {
    windowId = await sayAccepting(market, windowId);
    await refusals.write();
  };
  const everyMs = acceptanceMs(market.policy.beat) / timesSaid;
  const timer = setInterval(() => void say().catch(warn), everyMs);
  return async () => {
    clearInterval(timer);
    await refusals.write().catch(warn);
  };
}
