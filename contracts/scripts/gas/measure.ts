import type { Call } from './chain.ts';
import { Market, type Rental, STARTER, keeper, meter, provider } from './market.ts';

const HOUR = 3600;
const WINDOW = HOUR;
export const settleBatches = [1, 10, 20, 50] as const;
export const startBatches = [1, 20] as const;
export const closeBatches = [1, 10, 20, 50] as const;

/** Gas of whole transactions, by operation. */
export type Gas = Readonly<Record<string, number>>;

/** Measures every operation between parties who have dealt before, while another rental keeps all balances above zero. */
export async function measure(): Promise<Gas> {
  const market = await Market.open();
  await playBefore(market);
  return {
    ...(await measureOpenings(market)),
    ...(await measureClock(market)),
    ...(await measurePay(market)),
    ...(await measureBatches(market)),
  };
}

/** Machine 0 stays rented; every other was rented before, and provider and platform have earned. */
async function playBefore(market: Market): Promise<void> {
  await running(market, 0);
  const paid = await running(market, 1);
  market.chain.pass(2 * HOUR);
  await stop(market, paid);
  market.chain.pass(WINDOW);
  await market.chain.send(keeper.address, market.call('close', paid));
  for (let machine = 2; machine <= 50; machine++) {
    const rental = await market.rentalOf(machine);
    await market.chain.send(keeper.address, market.openBySig(rental));
    await market.chain.send(rental.renter.address, market.call('cancel', rental));
  }
}

async function measureOpenings(market: Market): Promise<Gas> {
  const { chain } = market;
  const own = await market.rentalOf(1);
  const open = await chain.send(own.renter.address, market.call('open', own, own.offerSig));
  const relayed = await market.rentalOf(2);
  const openBySig = await chain.send(keeper.address, market.openBySig(relayed));
  const paying = await market.rentalOf(3);
  const openByErc3009 = await chain.send(keeper.address, await market.openByErc3009(paying));
  const cancel = await chain.send(own.renter.address, market.call('cancel', own));
  await chain.send(relayed.renter.address, market.call('cancel', relayed));
  await chain.send(paying.renter.address, market.call('cancel', paying));
  return { open, openBySig, openByErc3009, cancel };
}

async function measureClock(market: Market): Promise<Gas> {
  const { chain } = market;
  const own = await market.rentalOf(1, STARTER.renter);
  await chain.send(keeper.address, market.openBySig(own));
  const startByRenter = await chain.send(own.renter.address, market.call('start', own));
  const rental = await market.rentalOf(2);
  await chain.send(keeper.address, market.openBySig(rental));
  const start = await chain.send(meter.address, market.call('start', rental));
  chain.pass(HOUR);
  const halt = await chain.send(meter.address, market.haltReport(rental, 1));
  const resume = await chain.send(rental.renter.address, market.word('resume', rental, 2));
  const pause = await chain.send(rental.renter.address, market.word('pause', rental, 3));
  const stopAfterHalt = await stop(market, rental);
  const stopPlain = await chain.send(own.renter.address, market.call('stop', own));
  const relayed = await running(market, 3);
  const stopBySig = await chain.send(keeper.address, await market.stopBySig(relayed));
  return { startByRenter, start, halt, resume, pause, stop: stopPlain, stopAfterHalt, stopBySig };
}

async function measurePay(market: Market): Promise<Gas> {
  const { chain } = market;
  const unpaid = await running(market, 1);
  const paid = await running(market, 2);
  chain.pass(2 * HOUR);
  const settle = await chain.send(keeper.address, market.call('settle', paid));
  await stop(market, unpaid);
  await stop(market, paid);
  chain.pass(WINDOW);
  const close = await chain.send(keeper.address, market.call('close', unpaid));
  const closeAfterSettle = await chain.send(keeper.address, market.call('close', paid));
  const owner = provider.address;
  await chain.send(owner, market.withdraw(owner, 1n));
  const withdraw = await chain.send(owner, market.withdraw(owner, 1000n));
  return { settle, close, closeAfterSettle, withdraw };
}

async function measureBatches(market: Market): Promise<Gas> {
  const gas: Record<string, number> = {};
  for (const size of startBatches) {
    const rentals = await opened(market, size);
    gas[`startBatch${size}`] = await sendBatch(market, meter.address, 'start', rentals);
    for (const rental of rentals) await stop(market, rental);
  }
  for (const size of settleBatches) {
    const rentals = await opened(market, size);
    for (const rental of rentals) await start(market, rental);
    market.chain.pass(2 * HOUR);
    gas[`settleBatch${size}`] = await sendBatch(market, keeper.address, 'settle', rentals);
    for (const rental of rentals) await stop(market, rental);
  }
  for (const size of closeBatches) {
    const rentals = await opened(market, size);
    for (const rental of rentals) await start(market, rental);
    market.chain.pass(2 * HOUR);
    for (const rental of rentals) await stop(market, rental);
    market.chain.pass(WINDOW);
    gas[`closeBatch${size}`] = await sendBatch(market, keeper.address, 'close', rentals);
  }
  return gas;
}

function sendBatch(market: Market, from: `0x${string}`, name: string, rentals: readonly Rental[]) {
  const calls: Call[] = rentals.map((rental) => market.call(name, rental));
  return market.chain.send(from, market.batch(calls));
}

/** Rentals of as many machines, opened and not started. The first machine is rented already. */
async function opened(market: Market, count: number): Promise<Rental[]> {
  const rentals: Rental[] = [];
  for (let machine = 1; machine <= count; machine++) {
    const rental = await market.rentalOf(machine);
    await market.chain.send(keeper.address, market.openBySig(rental));
    rentals.push(rental);
  }
  return rentals;
}

async function running(market: Market, machine: number): Promise<Rental> {
  const rental = await market.rentalOf(machine);
  await market.chain.send(keeper.address, market.openBySig(rental));
  await start(market, rental);
  return rental;
}

function start(market: Market, rental: Rental): Promise<number> {
  return market.chain.send(meter.address, market.call('start', rental));
}

function stop(market: Market, rental: Rental): Promise<number> {
  return market.chain.send(rental.renter.address, market.call('stop', rental));
}
