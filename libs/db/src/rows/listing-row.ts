import { gpuNamed, shareOf, type Listing, type Machine } from '@gpuflow/domain';
import { hex, momentOf, present, toJson, units } from '../columns.js';
import type { Listing as ListingRow } from '../generated/client.js';
import { offerFromJson } from '../order-json.js';

/** The listing in a row, or in a row that has more columns. */
export function toListing(row: ListingRow): Listing {
  return {
    id: row.id,
    machineId: row.machineId,
    provider: hex(row.provider),
    state: row.state,
    tier: row.tier,
    slice: { gpuIndices: row.gpuIndices, diskGb: row.diskGb },
    terms: {
      includedDiskGb: row.includedDiskGb,
      diskPricePerGbHourUnits: units(row.diskPricePerGbHourUnits),
      upPricePerGbUnits: units(row.upPricePerGbUnits),
      downPricePerGbUnits: units(row.downPricePerGbUnits),
    },
    offer: offerFromJson(row.offer),
    offerHash: hex(row.offerHash),
    offerSignature: hex(row.offerSignature),
    gpuModel: row.gpuModel,
    publishedAt: row.publishedAt,
    withdrawnAt: present(row.withdrawnAt),
  };
}

/** What an Offer and the terms behind it say, in columns: all that a price change writes. */
export function offerColumns({ offer, offerHash, offerSignature, terms }: Listing) {
  return {
    offer: toJson(offer),
    offerHash,
    offerSignature,
    class: offer.class,
    token: offer.token,
    assetHash: offer.assetHash,
    pricePerHourUnits: offer.pricePerHour.toString(),
    storagePricePerHourUnits: offer.storagePricePerHour.toString(),
    includedDiskGb: terms.includedDiskGb,
    diskPricePerGbHourUnits: terms.diskPricePerGbHourUnits.toString(),
    upPricePerGbUnits: terms.upPricePerGbUnits.toString(),
    downPricePerGbUnits: terms.downPricePerGbUnits.toString(),
    minDuration: offer.minDuration,
    noticeSeconds: offer.noticeSeconds,
    availableUntil: momentOf(offer.availableUntil),
    validUntil: momentOf(offer.validUntil),
  };
}

/** What a slice has of its machine, and what it repeats of it. */
export function sliceColumns({ slice }: Listing, machine: Machine) {
  const { gpuModel, gpuCount, vramGb } = machine;
  const gpu = gpuNamed(gpuModel);
  const count = slice.gpuIndices.length;
  return {
    gpuIndices: [...slice.gpuIndices],
    gpuModel,
    gpuFamily: gpu?.family ?? gpuModel,
    gpuLine: gpu?.line ?? 'CONSUMER',
    gpuCount: count,
    vramGb,
    totalVramGb: vramGb * count,
    tensorTflops: (gpu?.throughput?.tensorTflops ?? 0) * count,
    cpuCores: shareOf(machine.cpuCores, slice, gpuCount),
    ramGb: shareOf(machine.ramGb, slice, gpuCount),
    diskGb: slice.diskGb,
    country: machine.country,
    region: machine.region ?? null,
    liveness: machine.liveness,
    reliability: machine.reliability ?? null,
    diskMBps: machine.diskMBps ?? null,
    downMbps: machine.downMbps,
    upMbps: machine.upMbps,
    directPorts: machine.directPorts ?? null,
    staticAddress: machine.staticAddress ?? null,
    cudaVersion: numbersOf(machine.cudaVersion),
    driverVersion: numbersOf(machine.driverVersion),
    computeCapability: numbersOf(machine.computeCapability),
    pcieGeneration: machine.pcieGeneration ?? null,
    nvlink: machine.nvlink ?? null,
  };
}

/** `12.8` as 12 and 8, as PostgreSQL's `version_numbers` does it. */
function numbersOf(version: string | undefined): number[] {
  return version?.split('.').map(Number) ?? [];
}
