import { measureBatches } from './batches.ts';
import { Market, STARTER, keeper, meter, provider } from './market.ts';
import { HOUR, WINDOW, running, stop } from './steps.ts';

/** Gas of whole transactions, by operation. */
export type Gas = Readonly<Record<string, number>>;

/** Rented before the measurements begin. */
const OLD_MACHINES = 50;

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
  for (let machine = 2; machine <= OLD_MACHINES; machine++) {
    const rental = await market.rentalOf(machine);
    await market.chain.send(rental.renter.address, market.open(rental));
    await market.chain.send(rental.renter.address, market.call('cancel', rental));
  }
}

async function measureOpenings(market: Market): Promise<Gas> {
  const { chain } = market;
  const own = await market.rentalOf(1);
  const open = await chain.send(own.renter.address, market.open(own));
  const cancel = await chain.send(own.renter.address, market.call('cancel', own));
  const first = await market.rentalOf(OLD_MACHINES + 1);
  const openNewSlice = await chain.send(first.renter.address, market.open(first));
  const relayed = await market.rentalOf(2);
  const openBySig = await chain.send(keeper.address, market.openBySig(relayed));
  const paid = await market.rentalOf(3);
  const authorized = await market.openWithAuthorization(paid);
  const openWithAuthorization = await chain.send(keeper.address, authorized);
  const adapted = await market.rentalOf(4);
  const depositAndOpen = await chain.send(keeper.address, await market.depositAndOpen(adapted));
  for (const rental of [first, relayed, paid, adapted]) {
    await chain.send(rental.renter.address, market.call('cancel', rental));
  }
  return { open, openNewSlice, openBySig, openWithAuthorization, depositAndOpen, cancel };
}

async function measureClock(market: Market): Promise<Gas> {
  const { chain } = market;
  const own = await market.rentalOf(1, STARTER.renter);
  await chain.send(own.renter.address, market.open(own));
  const startByRenter = await chain.send(own.renter.address, market.call('start', own));
  const rental = await market.rentalOf(2);
  await chain.send(keeper.address, market.openBySig(rental));
  const startByMeter = await chain.send(meter.address, market.call('start', rental));
  chain.pass(HOUR);
  const halt = await chain.send(meter.address, market.haltReport(rental, 1));
  const resume = await chain.send(rental.renter.address, market.word('resume', rental, 2));
  const pause = await chain.send(rental.renter.address, market.word('pause', rental, 3));
  const stopAfterHalt = await stop(market, rental);
  const stopPlain = await stop(market, await running(market, 3));
  await stop(market, own);
  const relayed = await running(market, 3);
  const stopBySig = await chain.send(keeper.address, await market.stopBySig(relayed));
  const clock = { startByRenter, startByMeter, halt, resume, pause };
  return { ...clock, stop: stopPlain, stopAfterHalt, stopBySig };
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
