import { rollUpMarket as rollUpStep, type Market } from '@gpuflow/marketplace';

/** Steps of one round: a history that takes more goes on in the next. */
const stepsMax = 100;

/** One round: brings statistics up to what the chain tells now. */
export async function rollUpMarket(market: Market): Promise<void> {
  for (let steps = 0; steps < stepsMax; steps += 1) if (!(await rollUpStep(market))) return;
}
