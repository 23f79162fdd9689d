import { interruptibleDiscount, shares } from './market-mix.js';
import type { Random } from './random.js';
import { uuid, type SeedHost } from './seed-host.js';

/** A slice of a host on the market. Prices are base units of a token of six decimals. */
export interface SeedListing {
  id: string;
  host: SeedHost;
  class: 'ON_DEMAND' | 'INTERRUPTIBLE';
  gpuIndices: number[];
  diskGb: number;
  assetHash: string;
  offerHash: string;
  salt: string;
  pricePerHourUnits: number;
  includedDiskGb: number;
  diskPricePerGbHourUnits: number;
  upPricePerGbUnits: number;
  downPricePerGbUnits: number;
  publishedAt: Date;
  validUntil: Date;
  /** Who rents it now. */
  renter: string | undefined;
}

const dayMs = 86_400_000;
const listedDays = 30;
const unitsPerDollar = 1e6;

/** The listings of a host: all of it, or slices of 1, 2 or 4 GPUs, which never overlap. */
export function listingsOf(host: SeedHost, random: Random, at: Date): SeedListing[] {
  const size = sliceSize(host, random);
  const count = Math.floor(host.gpuCount / size);
  return Array.from({ length: count }, (_, place) => {
    const gpuIndices = Array.from({ length: size }, (_gpu, index) => place * size + index);
    return listing(host, gpuIndices, Math.floor(host.diskGb / count), random, at);
  });
}

function sliceSize({ gpuCount }: SeedHost, random: Random): number {
  if (gpuCount === 1 || !random.chance(shares.sliced)) return gpuCount;
  return random.oneOf([1, 2, 4].filter((size) => size < gpuCount));
}

function listing(
  host: SeedHost,
  gpuIndices: number[],
  diskGb: number,
  random: Random,
  at: Date,
): SeedListing {
  const interruptible = !host.secure && random.chance(shares.interruptible);
  const publishedAt = at.getTime() - Math.floor(random.unit() * listedDays * dayMs);
  const free = random.chance(0.4);
  const taken = host.liveness === 'ONLINE' && random.chance(shares.taken);
  return {
    id: uuid(random),
    host,
    class: interruptible ? 'INTERRUPTIBLE' : 'ON_DEMAND',
    gpuIndices,
    diskGb,
    assetHash: `0x${random.hex(32)}`,
    offerHash: `0x${random.hex(32)}`,
    salt: `0x${random.hex(32)}`,
    pricePerHourUnits: gpuIndices.length * pricePerGpuUnits(host, interruptible, random),
    includedDiskGb: Math.min(diskGb, random.oneOf([10, 50, 100])),
    diskPricePerGbHourUnits: random.between(40, 220),
    upPricePerGbUnits: free ? 0 : random.between(500, 20_000),
    downPricePerGbUnits: free ? 0 : random.between(500, 20_000),
    publishedAt: new Date(publishedAt),
    validUntil: new Date(publishedAt + (listedDays + 1) * dayMs),
    renter: taken ? `0x${random.hex(20)}` : undefined,
  };
}

function pricePerGpuUnits({ model, secure }: SeedHost, interruptible: boolean, random: Random) {
  const dollars =
    secure && model.secure !== undefined
      ? uniform(random, ...model.secure)
      : around(random, model.community);
  const discount = interruptible ? uniform(random, ...interruptibleDiscount) : 1;
  return Math.round(dollars * discount * unitsPerDollar);
}

function uniform(random: Random, least: number, most: number): number {
  return least + (most - least) * random.unit();
}

/** Within the range, densest at its mean, which is also the mean of what is drawn. */
function around(random: Random, [least, mean, most]: readonly [number, number, number]): number {
  const away = 1 - Math.sqrt(1 - random.unit());
  const below = random.chance((most - mean) / (most - least));
  return below ? mean - (mean - least) * away : mean + (most - mean) * away;
}
