import {
  countries,
  drivers,
  gpuCounts,
  hostsPerProvider,
  models,
  shares,
  type ModelMix,
} from './market-mix.js';
import { weighted, type Random } from './random.js';

/** A machine of the generated market, as its row has it. */
export interface SeedHost {
  id: string;
  provider: string;
  /** When its provider's first machine was enrolled. */
  providerSince: Date;
  enrolledAt: Date;
  agentKey: string;
  assetHash: string;
  name: string;
  model: ModelMix;
  gpuCount: number;
  cpuCores: number;
  ramGb: number;
  diskGb: number;
  diskMBps: number;
  downMbps: number;
  upMbps: number;
  directPorts: number;
  staticAddress: boolean;
  country: string;
  region: string | undefined;
  cuda: readonly number[];
  driver: readonly number[];
  pcieGeneration: number;
  nvlink: boolean;
  secure: boolean;
  liveness: 'NEVER_SEEN' | 'ONLINE' | 'SILENT';
  reliability: number | undefined;
}

const dayMs = 86_400_000;
const enrolledDaysMax = 540;

const drawModel = weighted(models, ({ popularity }) => popularity);
const drawCountry = weighted(countries, ({ share }) => share);
const drawDriver = weighted(drivers, ({ weight }) => weight);
const drawGpuCount = {
  CONSUMER: weighted([1, 2, 3, 4, 5, 6, 7, 8], (n) => gpuCounts.CONSUMER[n - 1] ?? 0),
  WORKSTATION: weighted([1, 2, 3, 4, 5, 6, 7, 8], (n) => gpuCounts.WORKSTATION[n - 1] ?? 0),
  DATACENTER: weighted([1, 2, 3, 4, 5, 6, 7, 8], (n) => gpuCounts.DATACENTER[n - 1] ?? 0),
};

/** Draws hosts one after another, and remembers whose they are. */
export class SeedHosts {
  readonly #since = new Map<string, number>();
  readonly #providers: string[];
  #drawn = 0;

  constructor(
    private readonly random: Random,
    hostsAbout: number,
    private readonly at: Date,
  ) {
    const count = Math.ceil(hostsAbout / hostsPerProvider);
    this.#providers = Array.from({ length: count }, () => `0x${random.hex(20)}`);
  }

  draw(): SeedHost {
    const { random } = this;
    const model = drawModel(random);
    const secure = model.secure !== undefined && random.chance(shares.secure[model.line]);
    const gpuCount = drawGpuCount[model.line](random);
    const { cuda, driver } = drawDriver(random);
    this.#drawn += 1;
    return {
      ...this.#owned(),
      ...{ id: uuid(random), agentKey: `0x${random.hex(32)}`, assetHash: `0x${random.hex(32)}` },
      name: `host-${this.#drawn}`,
      ...{ model, gpuCount, secure, cuda, driver },
      cpuCores: gpuCount * random.oneOf([4, 8, 8, 16, 24]),
      ramGb: gpuCount * random.oneOf([16, 32, 32, 64, 128]),
      diskGb: gpuCount * random.oneOf([100, 250, 250, 500, 1_000, 2_000]),
      diskMBps: random.oneOf([450, 900, 1_800, 2_500, 3_500, 6_000]),
      pcieGeneration: random.oneOf([3, 4, 4, 4, 5]),
      nvlink: model.line === 'DATACENTER' && gpuCount > 1 && random.chance(0.6),
      ...network(random, secure),
      ...place(random),
      ...life(random, secure),
    };
  }

  #owned(): Pick<SeedHost, 'provider' | 'providerSince' | 'enrolledAt'> {
    const place = Math.floor(this.#providers.length * this.random.unit() ** 2);
    const provider = this.#providers[place] ?? '';
    const days = this.random.unit() * enrolledDaysMax;
    const drawn = Math.floor(this.at.getTime() - days * dayMs);
    const since = this.#since.get(provider) ?? drawn;
    this.#since.set(provider, since);
    const enrolledAt = new Date(Math.max(drawn, since));
    return { provider, providerSince: new Date(since), enrolledAt };
  }
}

/** Version 4 by its looks (RFC 9562). */
export function uuid(random: Random): string {
  const hex = random.hex(16);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return `${parts.join('-')}-${hex.slice(20)}`;
}

function network(random: Random, secure: boolean) {
  const downMbps = secure ? random.oneOf([500, 1_000, 2_500, 10_000]) : random.between(100, 900);
  return {
    downMbps,
    upMbps: Math.max(20, Math.floor(downMbps * (secure ? 0.8 : 0.3 + 0.5 * random.unit()))),
    directPorts: random.oneOf([0, 0, 20, 100, 250]),
    staticAddress: secure || random.chance(shares.staticAddress),
  };
}

function place(random: Random): Pick<SeedHost, 'country' | 'region'> {
  const { code, regions } = drawCountry(random);
  const known = regions.length > 0 && random.chance(shares.knownRegion);
  return { country: code, region: known ? random.oneOf(regions) : undefined };
}

/** Interruptions are rare, and rarest in data centres: P(none in 24 h) is near 1 and skewed down. */
function life(random: Random, secure: boolean): Pick<SeedHost, 'liveness' | 'reliability'> {
  const drawn = random.unit();
  const silentFrom = shares.online + shares.neverSeen;
  const risk = (secure ? 0.005 : 0.09) * random.unit() ** 2 + 0.0005;
  return {
    liveness: drawn < shares.online ? 'ONLINE' : drawn < silentFrom ? 'NEVER_SEEN' : 'SILENT',
    reliability: random.chance(shares.unknownReliability)
      ? undefined
      : Math.round((1 - risk) * 1e6) / 1e6,
  };
}
