import type { ListingFilter } from '@gpuflow/db';
import {
  canonicalGpuModel,
  gpuCatalogue,
  parseAddress,
  Refusal,
  type Usage,
} from '@gpuflow/domain';

import type { ListingFilter as FilterInput } from '../generated/schema.js';
import {
  choices,
  intWithin,
  numberWithin,
  optional,
  textWithin,
  uintOf,
  type Parse,
} from '../graphql/arguments.js';

const families = [...new Set(gpuCatalogue.map(({ family }) => family))];

const price = optional(uintOf(96));
const address = optional(parseAddress);
const upTo = (max: number) => optional(intWithin(1, max));

const parseModels = optional(choices((sent: string) => canonicalGpuModel(sent), 20));
const parseFamilies = optional(choices(oneOf(families), 10));
const parseCountries = optional(choices(formed(/^[A-Z]{2}$/, 'ISO 3166-1 alpha-2'), 50));
const parseRegions = optional(choices(formed(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'ISO 3166-2'), 50));
const parseVersion = optional(versionOf);

/** Bounds from below: the most that can be asked for is beyond any machine there is. */
const minimums = {
  gpuCountMin: upTo(64),
  vramGbMin: upTo(4_096),
  totalVramGbMin: upTo(262_144),
  cpuCoresMin: upTo(4_096),
  ramGbMin: upTo(65_536),
  diskGbMin: upTo(10_000_000),
  diskMBpsMin: upTo(1_000_000),
  downMbpsMin: upTo(10_000_000),
  upMbpsMin: upTo(10_000_000),
  directPortsMin: upTo(65_535),
  providerAgeDaysMin: upTo(36_500),
  rentalsCompletedMin: upTo(1_000_000_000),
} as const;

/**
 * The conditions that a client sent, and that the use asks for; none where it sent none. Refuses `MALFORMED_INPUT`,
 * `UNKNOWN_GPU_MODEL` and `TOO_MANY_FILTERS`.
 */
export function parseFilter(sent: FilterInput | null | undefined, field: string): ListingFilter {
  const input = sent ?? {};
  const at = (name: keyof FilterInput) => `${field}.${name}`;
  const bounds = minimumsIn(input, at);
  return {
    ...bounds,
    gpuModels: modelsIn(
      parseModels(input.gpuModels, at('gpuModels')),
      parseFamilies(input.gpuFamilies, at('gpuFamilies')),
    ),
    countries: parseCountries(input.countries, at('countries')),
    regions: parseRegions(input.regions, at('regions')),
    tier: input.tier ?? undefined,
    class: input.class ?? undefined,
    reliabilityMin: optional(numberWithin(0, 1))(input.reliabilityMin, at('reliabilityMin')),
    cudaVersionMin: parseVersion(input.cudaVersionMin, at('cudaVersionMin')),
    driverVersionMin: parseVersion(input.driverVersionMin, at('driverVersionMin')),
    token: address(input.token, at('token')),
    pricePerHourMinUnits: price(input.pricePerHourMinUnits, at('pricePerHourMinUnits')),
    pricePerHourMaxUnits: price(input.pricePerHourMaxUnits, at('pricePerHourMaxUnits')),
    online: input.online ?? undefined,
    available: input.available ?? undefined,
    provider: address(input.provider, at('provider')),
    uptime: uptimeIn(input, at),
  };
}

type At = (name: keyof FilterInput) => string;

function minimumsIn(input: FilterInput, at: At) {
  const bound = (name: keyof typeof minimums) => minimums[name](input[name], at(name));
  return {
    gpuCountMin: bound('gpuCountMin'),
    vramGbMin: bound('vramGbMin'),
    totalVramGbMin: bound('totalVramGbMin'),
    cpuCoresMin: bound('cpuCoresMin'),
    ramGbMin: bound('ramGbMin'),
    diskGbMin: bound('diskGbMin'),
    diskMBpsMin: bound('diskMBpsMin'),
    downMbpsMin: bound('downMbpsMin'),
    upMbpsMin: bound('upMbpsMin'),
    directPortsMin: bound('directPortsMin'),
    providerAgeDaysMin: bound('providerAgeDaysMin'),
    rentalsCompletedMin: bound('rentalsCompletedMin'),
  };
}

/** The models of the families, of those that were named where any were. */
function modelsIn(models: string[] | undefined, wanted: string[] | undefined) {
  if (wanted === undefined) return models;
  const ofFamilies = gpuCatalogue.filter(({ family }) => wanted.includes(family));
  const names = ofFamilies.map(({ name }) => name);
  return models === undefined ? names : names.filter((name) => models.includes(name));
}

function uptimeIn({ uptime }: FilterInput, at: At): ListingFilter['uptime'] {
  if (uptime == null) return undefined;
  const days = intWithin(1, 365)(uptime.days, `${at('uptime')}.days`);
  return { days, min: numberWithin(0, 1)(uptime.min, `${at('uptime')}.min`) };
}

/** Only what can be rented for this use: the disk is there, and the offer lasts. */
export function withUsage(filter: ListingFilter, usage: Usage | undefined): ListingFilter {
  if (usage === undefined) return filter;
  const diskGbMin = Math.max(filter.diskGbMin ?? 0, usage.diskGb);
  return { ...filter, diskGbMin, seconds: usage.seconds };
}

function oneOf(values: readonly string[]): Parse<string, string> {
  return (sent, field) => {
    if (values.includes(sent)) return sent;
    throw new Refusal('MALFORMED_INPUT', { field, reason: `not one of ${values.join(', ')}` });
  };
}

function formed(form: RegExp, name: string): Parse<string, string> {
  return (sent, field) => {
    if (form.test(sent)) return sent;
    throw new Refusal('MALFORMED_INPUT', { field, reason: `not ${name}` });
  };
}

/** `12.4` as 12 and 4. */
function versionOf(sent: string, field: string): number[] {
  const version = textWithin(1, 19)(sent, field);
  if (/^\d{1,4}(\.\d{1,4}){0,3}$/.test(version)) return version.split('.').map(Number);
  throw new Refusal('MALFORMED_INPUT', { field, reason: 'not a version' });
}
