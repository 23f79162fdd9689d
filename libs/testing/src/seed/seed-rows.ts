import type { SeedHost } from './seed-host.js';
import type { SeedListing } from './seed-listing.js';

/** A row to write: column by column, in PostgreSQL's text. Undefined is null. */
export type SeedRow = Record<string, string | number | boolean | Date | undefined>;

export interface SeedMarket {
  token: string;
  meter: string;
  at: Date;
}

const zeroHash = `0x${'0'.repeat(64)}`;
const hourSeconds = 3_600;
const daySeconds = 86_400;

/** The usual waits of a class, as a provider gets them to sign. */
const waits = {
  ON_DEMAND: { noticeSeconds: hourSeconds, startWithin: 900 },
  INTERRUPTIBLE: { noticeSeconds: 300, startWithin: daySeconds },
};

export function machineRow(host: SeedHost): SeedRow {
  return {
    id: host.id,
    provider: host.provider,
    agent_key: host.agentKey,
    asset_hash: host.assetHash,
    ...facts(host),
    spec: JSON.stringify(spec(host)),
    reliability: host.reliability,
    liveness: host.liveness,
    enrolled_at: host.enrolledAt,
  };
}

/** When a host was last heard of. */
function heardAt({ liveness }: SeedHost, { at }: SeedMarket): Date | undefined {
  return liveness === 'NEVER_SEEN' ? undefined : at;
}

export function pulseRow(host: SeedHost, market: SeedMarket): SeedRow {
  const heard = heardAt(host, market);
  const judged = heard ?? host.enrolledAt;
  return {
    machine_id: host.id,
    last_beat_at: heard,
    heard_at: heard,
    settled_at: judged,
    judged_at: judged,
    state: host.liveness === 'ONLINE' ? 'UP' : 'DOWN',
  };
}

/** Up since its enrolment, but for what is silent now. */
export function intervalRows(host: SeedHost, market: SeedMarket): SeedRow[] {
  const rowOf = (starts_at: Date, ends_at: Date | undefined, state: string, cause: string) => ({
    ...{ machine_id: host.id, starts_at, ends_at, state, cause },
  });
  const { enrolledAt, liveness } = host;
  if (liveness === 'NEVER_SEEN') return [rowOf(enrolledAt, undefined, 'DOWN', 'NEVER_SEEN')];
  if (liveness === 'ONLINE') return [rowOf(enrolledAt, undefined, 'UP', 'BEATING')];
  const since = heardAt(host, market);
  return [
    rowOf(enrolledAt, since, 'UP', 'BEATING'),
    rowOf(since ?? enrolledAt, undefined, 'DOWN', 'SILENT'),
  ];
}

function facts(host: SeedHost): SeedRow {
  return {
    name: host.name,
    gpu_model: host.model.name,
    gpu_count: host.gpuCount,
    vram_gb: host.model.vramGb,
    cpu_cores: host.cpuCores,
    ram_gb: host.ramGb,
    disk_gb: host.diskGb,
    down_mbps: host.downMbps,
    up_mbps: host.upMbps,
    country: host.country,
    region: host.region,
    endpoint_host: `${host.name}.example.com`,
    disk_mbytes_per_second: host.diskMBps,
    direct_ports: host.directPorts,
    static_address: host.staticAddress,
    cuda_version: host.cuda.join('.'),
    driver_version: host.driver.join('.'),
    pcie_generation: host.pcieGeneration,
    nvlink: host.nvlink,
  };
}

/** The facts as their provider signs them: by the names that the market gives them. */
function spec(host: SeedHost) {
  const { name, gpuCount, cpuCores, ramGb, diskGb, downMbps, upMbps, country, region } = host;
  const { diskMBps, directPorts, staticAddress, pcieGeneration, nvlink } = host;
  return {
    ...{ name, gpuModel: host.model.name, gpuCount, vramGb: host.model.vramGb, cpuCores, ramGb },
    ...{ diskGb, downMbps, upMbps, country, region, endpointHost: `${name}.example.com` },
    ...{ diskMBps, directPorts, staticAddress, pcieGeneration, nvlink },
    cudaVersion: host.cuda.join('.'),
    driverVersion: host.driver.join('.'),
  };
}

export function listingRow(listing: SeedListing, market: SeedMarket): SeedRow {
  const { host, gpuIndices } = listing;
  const { model } = host;
  const part = gpuIndices.length / host.gpuCount;
  return {
    id: listing.id,
    machine_id: host.id,
    provider: host.provider,
    state: 'ACTIVE',
    tier: host.secure ? 'SECURE' : 'COMMUNITY',
    class: listing.class,
    offer_hash: listing.offerHash,
    offer: JSON.stringify(offerOf(listing, market)),
    offer_signature: `0x${'5e'.repeat(65)}`,
    token: market.token,
    asset_hash: listing.assetHash,
    ...prices(listing),
    min_duration: 60,
    notice_seconds: waits[listing.class].noticeSeconds,
    available_until: seconds(listing.validUntil, 60 * daySeconds),
    valid_until: listing.validUntil,
    published_at: listing.publishedAt,
    gpu_indices: `{${gpuIndices.join()}}`,
    gpu_model: model.name,
    gpu_family: model.family,
    gpu_line: model.line,
    gpu_count: gpuIndices.length,
    vram_gb: model.vramGb,
    total_vram_gb: model.vramGb * gpuIndices.length,
    tensor_tflops: model.tensorTflops * gpuIndices.length,
    cpu_cores: Math.max(1, Math.floor(host.cpuCores * part)),
    ram_gb: Math.max(1, Math.floor(host.ramGb * part)),
    disk_gb: listing.diskGb,
    ...mirrored(host),
  };
}

function prices(listing: SeedListing): SeedRow {
  return {
    price_per_hour_units: listing.pricePerHourUnits,
    storage_price_per_hour_units: 0,
    included_disk_gb: listing.includedDiskGb,
    disk_price_per_gb_hour_units: listing.diskPricePerGbHourUnits,
    up_price_per_gb_units: listing.upPricePerGbUnits,
    down_price_per_gb_units: listing.downPricePerGbUnits,
  };
}

/** What a listing repeats of its machine. */
function mirrored(host: SeedHost): SeedRow {
  return {
    country: host.country,
    region: host.region,
    provider_since: host.providerSince,
    liveness: host.liveness,
    reliability: host.reliability,
    disk_mbytes_per_second: host.diskMBps,
    down_mbps: host.downMbps,
    up_mbps: host.upMbps,
    direct_ports: host.directPorts,
    static_address: host.staticAddress,
    cuda_version: `{${host.cuda.join()}}`,
    driver_version: `{${host.driver.join()}}`,
    compute_capability: '{}',
    pcie_generation: host.pcieGeneration,
    nvlink: host.nvlink,
  };
}

export function listingOfferRow(listing: SeedListing): SeedRow {
  return {
    offer_hash: listing.offerHash,
    listing_id: listing.id,
    price_per_hour_units: listing.pricePerHourUnits,
    published_at: listing.publishedAt,
  };
}

/** The rental that holds a listing, if one does. */
export function rentalRow(listing: SeedListing, market: SeedMarket): SeedRow | undefined {
  if (listing.renter === undefined) return undefined;
  const price = String(listing.pricePerHourUnits);
  const publishedAt = epoch(listing.publishedAt);
  const deadline = publishedAt + waits[listing.class].startWithin;
  const order = {
    ...{ renter: listing.renter, offer: offerOf(listing, market), pricePerHour: price },
    ...{ deposit: String(listing.pricePerHourUnits * 24), feeBps: 1_000, starter: 'METER' },
    ...{ startDeadline: deadline, maxEnd: deadline + daySeconds, validUntil: publishedAt + 300 },
    ...{ counter: '0', salt: listing.salt },
  };
  return {
    id: listing.salt,
    listing_id: listing.id,
    machine_id: listing.host.id,
    renter: listing.renter,
    provider: listing.host.provider,
    token: market.token,
    state: 'RUNNING',
    order: JSON.stringify(order),
    price_per_hour_units: price,
    deposit_units: order.deposit,
    start_deadline: new Date(deadline * 1_000),
    chain_seq: 2,
    created_at: listing.publishedAt,
  };
}

function offerOf(listing: SeedListing, { token, meter }: SeedMarket) {
  return {
    provider: listing.host.provider,
    token,
    pricePerHour: String(listing.pricePerHourUnits),
    storagePricePerHour: '0',
    class: listing.class,
    assetHash: listing.assetHash,
    slaHash: zeroHash,
    maxFeeBps: 1_500,
    meter,
    arbiter: `0x${'0'.repeat(40)}`,
    window: hourSeconds,
    retroBudget: 4 * hourSeconds,
    ...waits[listing.class],
    minDuration: 60,
    evictPenalty: '0',
    slaGrace: 0,
    bond: '0',
    availableUntil: epoch(listing.validUntil) + 60 * daySeconds,
    maxUses: 0,
    validUntil: epoch(listing.validUntil),
    counter: '0',
    salt: listing.salt,
  };
}

function epoch(moment: Date): number {
  return Math.floor(moment.getTime() / 1_000);
}

function seconds(moment: Date, later: number): Date {
  return new Date(moment.getTime() + later * 1_000);
}
