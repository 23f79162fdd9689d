import { canonicalGpuModel, gpuNamed } from '../gpu/canonical-model.js';
import { Refusal } from '../refusal.js';

/** What a provider says of a machine, and signs by `assetHash`. What may be left out is unknown until it is measured. */
export interface MachineFacts {
  name: string;
  /** Canonical: a name in the GPU catalogue. */
  gpuModel: string;
  gpuCount: number;
  /** Of each GPU. */
  vramGb: number;
  cpuCores: number;
  ramGb: number;
  diskGb: number;
  downMbps: number;
  upMbps: number;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Where its instances answer: a host name or address. */
  endpointHost: string;
  /** A subdivision of the country by ISO 3166-2: `US-CA`. */
  region?: string | undefined;
  /** Megabytes per second that its disk writes in sequence. */
  diskMBps?: number | undefined;
  /** Ports that reach it from the internet without a proxy. */
  directPorts?: number | undefined;
  /** Whether its address stays the same. */
  staticAddress?: boolean | undefined;
  /** The newest CUDA that its driver runs: `12.8`. */
  cudaVersion?: string | undefined;
  /** `570.86.15` */
  driverVersion?: string | undefined;
  /** What its GPUs can be compiled for: `8.9`. */
  computeCapability?: string | undefined;
  pcieGeneration?: number | undefined;
  /** Megabytes per second from its memory to a GPU. */
  pcieMBps?: number | undefined;
  /** Whether its GPUs reach each other without the PCIe bus. */
  nvlink?: boolean | undefined;
  /** Of each GPU. */
  powerLimitWatts?: number | undefined;
  /** Of each GPU, by its index, as its driver tells: `GPU-9d1c…`. */
  gpuUuids?: readonly string[] | undefined;
  /** Whether its GPUs are divided into instances (MIG). */
  mig?: boolean | undefined;
}

/** What makes a machine this machine: it may be found as it was signed, and not otherwise. */
export const identityFacts = [
  'gpuModel',
  'gpuCount',
  'vramGb',
  'gpuUuids',
] as const satisfies readonly (keyof MachineFacts)[];

/** What is found rather than agreed on: a measurement takes the place of what was said. */
export const measurableFacts = [
  'cpuCores',
  'ramGb',
  'diskGb',
  'downMbps',
  'upMbps',
  'diskMBps',
  'directPorts',
  'staticAddress',
  'cudaVersion',
  'driverVersion',
  'computeCapability',
  'pcieGeneration',
  'pcieMBps',
  'nvlink',
  'powerLimitWatts',
  'mig',
] as const satisfies readonly (keyof MachineFacts)[];

const textMax = 64;
const hostMax = 253;

/** The least and the largest value of each number among the facts: beyond any machine there is. */
const countBounds = {
  gpuCount: [1, 64],
  vramGb: [1, 4_096],
  cpuCores: [1, 4_096],
  ramGb: [1, 65_536],
  diskGb: [1, 10_000_000],
  downMbps: [1, 10_000_000],
  upMbps: [1, 10_000_000],
  diskMBps: [1, 1_000_000],
  directPorts: [0, 65_535],
  pcieGeneration: [1, 10],
  pcieMBps: [1, 1_000_000],
  powerLimitWatts: [1, 10_000],
} as const satisfies Partial<Record<keyof MachineFacts, readonly [number, number]>>;

const hostForm = /^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/i;
const versionForms = {
  cudaVersion: /^\d{1,3}\.\d{1,3}$/,
  driverVersion: /^\d{1,4}(\.\d{1,4}){1,3}$/,
  computeCapability: /^\d{1,2}\.\d{1,2}$/,
};

/**
 * The facts with the GPU's canonical name. Refuses `UNKNOWN_GPU_MODEL`, and `MALFORMED_INPUT` for facts that no machine
 * can have.
 */
export function checkedFacts(facts: MachineFacts): MachineFacts {
  refuseText('name', facts.name);
  const gpuModel = canonicalGpuModel(facts.gpuModel);
  refuseMeasures(facts);
  refuseMemory(gpuModel, facts.vramGb);
  refuseUuids(facts.gpuUuids, facts.gpuCount);
  if (!/^[A-Z]{2}$/.test(facts.country)) refuse('country', 'not an ISO 3166-1 alpha-2 code');
  refuseRegion(facts);
  if (facts.endpointHost.length > hostMax || !hostForm.test(facts.endpointHost))
    refuse('endpointHost', 'not a host name or address');
  return { ...facts, gpuModel };
}

/** Refuses `MALFORMED_INPUT` for numbers and versions, of those that are said, that no machine can have. */
export function refuseMeasures(facts: Partial<MachineFacts>): void {
  for (const field of [...identityFacts, ...measurableFacts]) {
    if (isCount(field)) refuseCount(field, facts[field]);
    else if (isVersion(field)) refuseVersion(field, facts[field]);
  }
}

function isCount(field: keyof MachineFacts): field is keyof typeof countBounds {
  return field in countBounds;
}

function isVersion(field: keyof MachineFacts): field is keyof typeof versionForms {
  return field in versionForms;
}

function refuseVersion(field: keyof typeof versionForms, version: string | undefined): void {
  if (version !== undefined && !versionForms[field].test(version)) refuse(field, 'not a version');
}

function refuseText(field: string, text: string): void {
  if (text.trim() === '' || text.length > textMax) refuse(field, `not 1 to ${textMax} characters`);
}

function refuseCount(field: keyof typeof countBounds, count: number | undefined): void {
  const [min, max] = countBounds[field];
  if (count === undefined) return;
  if (!Number.isInteger(count) || count < min || count > max)
    refuse(field, `not a whole number from ${min} to ${max}`);
}

function refuseMemory(gpuModel: string, vramGb: number): void {
  const sizes = gpuNamed(gpuModel)?.vramGb ?? [];
  if (!sizes.includes(vramGb)) refuse('vramGb', `an ${gpuModel} has ${sizes.join(' or ')} GB`);
}

const uuidForm = /^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Refuses `MALFORMED_INPUT` where these, if they are said, cannot be the UUIDs of so many GPUs. */
export function refuseUuids(uuids: readonly string[] | undefined, gpuCount: number): void {
  if (uuids === undefined) return;
  if (uuids.length !== gpuCount) refuse('gpuUuids', `not one of each of ${gpuCount} GPUs`);
  if (!uuids.every((uuid) => uuidForm.test(uuid))) refuse('gpuUuids', 'not GPU-… as drivers tell');
  if (new Set(uuids).size !== uuids.length) refuse('gpuUuids', 'the same GPU twice');
}

function refuseRegion({ country, region }: MachineFacts): void {
  if (region === undefined) return;
  if (!/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(region) || !region.startsWith(`${country}-`))
    refuse('region', `not a subdivision of ${country} by ISO 3166-2`);
}

function refuse(field: string, reason: string): never {
  throw new Refusal('MALFORMED_INPUT', { field, reason });
}
