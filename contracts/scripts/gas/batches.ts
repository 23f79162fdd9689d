import { type Market, type Rental, keeper, meter } from './market.ts';
import { HOUR, WINDOW, opened, running, stop } from './steps.ts';

const startSizes = [1, 20] as const;
const paySizes = [1, 10, 20, 50] as const;

/** Gas of whole batches, by operation and size: all rentals of one provider, each of another renter. */
export async function measureBatches(market: Market): Promise<Record<string, number>> {
  const gas: Record<string, number> = {};
  for (const size of startSizes) gas[`startBatch${size}`] = await startBatch(market, size);
  for (const size of paySizes) gas[`settleMany${size}`] = await settleMany(market, size);
  for (const size of paySizes) gas[`closeMany${size}`] = await closeMany(market, size);
  return gas;
}

async function startBatch(market: Market, size: number): Promise<number> {
  const rentals = await forEachMachine(market, size, opened);
  const calls = rentals.map((rental) => market.call('start', rental));
  const gas = await market.chain.send(meter.address, market.batch(calls));
  for (const rental of rentals) await stop(market, rental);
  return gas;
}

async function settleMany(market: Market, size: number): Promise<number> {
  const rentals = await forEachMachine(market, size, running);
  market.chain.pass(2 * HOUR);
  const gas = await market.chain.send(keeper.address, market.callMany('settleMany', rentals));
  for (const rental of rentals) await stop(market, rental);
  return gas;
}

async function closeMany(market: Market, size: number): Promise<number> {
  const rentals = await forEachMachine(market, size, running);
  market.chain.pass(2 * HOUR);
  for (const rental of rentals) await stop(market, rental);
  market.chain.pass(WINDOW);
  return market.chain.send(keeper.address, market.callMany('closeMany', rentals));
}

/** Machine 0 is rented already. */
async function forEachMachine(
  market: Market,
  count: number,
  rent: (market: Market, machine: number) => Promise<Rental>,
): Promise<Rental[]> {
  const rentals: Rental[] = [];
  for (let machine = 1; machine <= count; machine++) rentals.push(await rent(market, machine));
  return rentals;
}
