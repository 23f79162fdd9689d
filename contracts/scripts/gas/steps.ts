import { type Market, type Rental, meter } from './market.ts';

export const HOUR = 3600;
/** Of every Offer here. */
export const WINDOW = HOUR;

/** A rental of the machine, opened by its renter and started by its meter. */
export async function running(market: Market, machine: number): Promise<Rental> {
  const rental = await opened(market, machine);
  await market.chain.send(meter.address, market.call('start', rental));
  return rental;
}

/** A rental of the machine, which waits for its meter. */
export async function opened(market: Market, machine: number): Promise<Rental> {
  const rental = await market.rentalOf(machine);
  await market.chain.send(rental.renter.address, market.open(rental));
  return rental;
}

/** The renter's own stop; its gas. */
export function stop(market: Market, rental: Rental): Promise<number> {
  return market.chain.send(rental.renter.address, market.call('stop', rental));
}
