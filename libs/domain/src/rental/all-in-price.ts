import { depositFor } from '../money/accrual.js';
import type { ListingTerms } from '../listing/listing-terms.js';
import { Refusal } from '../refusal.js';
import { rentalSecondsMax } from './times.js';

/** What a renter means to use. */
export interface Usage {
  diskGb: number;
  /** Traffic that leaves the machine. */
  upGb: number;
  /** Traffic that reaches it. */
  downGb: number;
  /** How long the renter means to stay. */
  seconds: number;
}

/** The most traffic that can be asked for, each way. */
export const trafficGbMax = 1_000_000;

/** What a listing charges: its Offer's price per hour, and its terms. */
export interface ListingPrice extends ListingTerms {
  pricePerHourUnits: bigint;
}

/** What a use of a listing costs, in base units, fee included: the provider pays the fee out of it. */
export interface AllInPrice {
  /** What the Order says and the contract charges: machine, disk and traffic in one. */
  pricePerHourUnits: bigint;
  /** What moves on chain for the seconds asked for, to the unit. */
  allInUnits: bigint;
  /** The smallest deposit that lasts that long. */
  depositUnits: bigint;
}

/**
 * The all-in price of a use, the same in a search, in a quote and on chain. The contract knows one price per hour, so disk
 * joins it by the GB, and traffic is spread over the time asked for, rounded up to the unit:
 *
 *     pricePerHour = offer + extraDiskGb × diskPrice + ⌈(upGb × upPrice + downGb × downPrice) × 3600 ÷ seconds⌉
 *     allIn = ⌊pricePerHour × seconds ÷ 3600⌋
 *
 * where `extraDiskGb` is the disk beyond what the listing includes.
 */
export function allInPrice(listing: ListingPrice, usage: Usage): AllInPrice {
  const seconds = BigInt(usage.seconds);
  const extraDiskGb = BigInt(Math.max(0, usage.diskGb - listing.includedDiskGb));
  const trafficUnits =
    BigInt(usage.upGb) * listing.upPricePerGbUnits +
    BigInt(usage.downGb) * listing.downPricePerGbUnits;
  const pricePerHourUnits =
    listing.pricePerHourUnits +
    extraDiskGb * listing.diskPricePerGbHourUnits +
    (trafficUnits * 3600n + seconds - 1n) / seconds;
  return {
    pricePerHourUnits,
    allInUnits: (pricePerHourUnits * seconds) / 3600n,
    depositUnits: depositFor(pricePerHourUnits, seconds),
  };
}

/** Refuses `TERMS_OUT_OF_BOUNDS` for a use that is negative, absurd, or more than a slice has disk. */
export function refuseUsage(usage: Usage, sliceDiskGb: number): void {
  refuseOutside('seconds', usage.seconds, 1, rentalSecondsMax);
  refuseOutside('diskGb', usage.diskGb, 0, sliceDiskGb);
  refuseOutside('upGb', usage.upGb, 0, trafficGbMax);
  refuseOutside('downGb', usage.downGb, 0, trafficGbMax);
}

function refuseOutside(term: string, have: number, min: number, max: number): void {
  if (have >= min && have <= max) return;
  const bound = BigInt(have < min ? min : max);
  throw new Refusal('TERMS_OUT_OF_BOUNDS', { term, have: BigInt(have), bound });
}
