import { formatUnits, type Listing, type Machine, type Money } from '@gpuflow/domain';
import { hex } from '../columns.js';
import type { TextRow } from '../hot-rows.js';
import { offerFromJson } from '../order-json.js';
import { moment } from '../pg-text.js';
import { trustFromJson } from '../rows/machine-row.js';
import { entriesOf, holder } from './listing-filter.js';

/** An amount with what its token's contract says of itself, where the chain has told of the token. */
export interface JoinedMoney extends Money {
  symbol: string | undefined;
  decimals: number | undefined;
  readonly amount: string | undefined;
}

/** A listing, of which the fields that were asked for are read. */
export type FoundListing = Partial<
  Listing & {
    pricePerHour: JoinedMoney;
    /** Whether no rental holds it. */
    available: boolean;
    machine: FoundMachine;
  }
>;
export type FoundMachine = Partial<Machine>;

/** A field: its columns of the listing `l`, its token `t` or the machine `m`, and its value by their texts, of which the first is at `at`. */
interface Field {
  columns: readonly string[];
  read: (row: TextRow, at: number) => unknown;
}

const text = (column: string): Field => ({
  columns: [column],
  read: (row, at) => present(row[at]),
});
const int = (column: string): Field => ({
  columns: [column],
  read: (row, at) => numberOf(row[at]),
});
const flag = (column: string): Field => ({
  columns: [column],
  read: (row, at) => (row[at] === null ? undefined : row[at] === 't'),
});
const date = (column: string): Field => ({
  columns: [column],
  read: (row, at) => (row[at] == null ? undefined : moment(row[at])),
});

const listingFields = {
  id: text('l.id'),
  machineId: text('l.machine_id'),
  provider: text('l.provider'),
  state: text('l.state'),
  tier: text('l.tier'),
  slice: {
    columns: ['l.gpu_indices', 'l.disk_gb'],
    read: (row, at) => ({ gpuIndices: intsOf(row[at]), diskGb: numberOf(row[at + 1]) }),
  },
  terms: {
    columns: [
      'l.included_disk_gb',
      'l.disk_price_per_gb_hour_units',
      'l.up_price_per_gb_units',
      'l.down_price_per_gb_units',
    ],
    read: (row, at) => ({
      includedDiskGb: numberOf(row[at]),
      diskPricePerGbHourUnits: unitsOf(row[at + 1]),
      upPricePerGbUnits: unitsOf(row[at + 2]),
      downPricePerGbUnits: unitsOf(row[at + 3]),
    }),
  },
  offer: { columns: ['l.offer'], read: (row, at) => offerFromJson(JSON.parse(row[at] ?? '')) },
  offerHash: text('l.offer_hash'),
  offerSignature: text('l.offer_signature'),
  gpuModel: text('l.gpu_model'),
  publishedAt: date('l.published_at'),
  withdrawnAt: date('l.withdrawn_at'),
  pricePerHour: {
    columns: ['l.price_per_hour_units', 'l.token', 't.symbol', 't.decimals'],
    read: (row, at) => moneyIn(row, row[at], at + 1),
  },
  available: flag(`((${holder}) is null)`),
} as const satisfies Record<string, Field>;

const machineFields = {
  id: text('l.machine_id'),
  provider: text('l.provider'),
  agentKey: text('m.agent_key'),
  assetHash: text('m.asset_hash'),
  name: text('m.name'),
  gpuModel: text('m.gpu_model'),
  gpuCount: int('m.gpu_count'),
  vramGb: int('m.vram_gb'),
  cpuCores: int('m.cpu_cores'),
  ramGb: int('m.ram_gb'),
  diskGb: int('m.disk_gb'),
  downMbps: int('m.down_mbps'),
  upMbps: int('m.up_mbps'),
  country: text('m.country'),
  endpointHost: text('m.endpoint_host'),
  region: text('m.region'),
  diskMBps: int('m.disk_mbytes_per_second'),
  directPorts: int('m.direct_ports'),
  staticAddress: flag('m.static_address'),
  cudaVersion: text('m.cuda_version'),
  driverVersion: text('m.driver_version'),
  computeCapability: text('m.compute_capability'),
  pcieGeneration: int('m.pcie_generation'),
  pcieMBps: int('m.pcie_mbytes_per_second'),
  nvlink: flag('m.nvlink'),
  powerLimitWatts: int('m.power_limit_watts'),
  reliability: int('m.reliability'),
  liveness: text('m.liveness'),
  lastBeatAt: date('(select p.last_beat_at from machine_pulses p where p.machine_id = m.id)'),
  trust: { columns: ['m.trust'], read: (row, at) => trustFromJson(JSON.parse(row[at] ?? '{}')) },
  enrolledAt: date('m.enrolled_at'),
} as const satisfies Record<string, Field>;

export type ListingField = keyof typeof listingFields;
export type MachineField = keyof typeof machineFields;

/** What is read of each listing and of its machine. */
export interface ListingFields {
  listing: readonly ListingField[];
  machine: readonly MachineField[];
}

/** All that there is to read of a listing, and of a machine. */
export const listingFieldNames = entriesOf(listingFields).map(([name]) => name);
export const machineFieldNames = entriesOf(machineFields).map(([name]) => name);

/** Whether a listing can be asked for this. */
export function isListingField(name: string): name is ListingField {
  return Object.hasOwn(listingFields, name);
}

/** Whether a machine can be asked for this together with its listing. */
export function isMachineField(name: string): name is MachineField {
  return Object.hasOwn(machineFields, name);
}

/** The columns of these fields, in the order in which {@link listingReader} reads them. */
export function columnsOf({ listing, machine }: ListingFields): string[] {
  const named = (table: string, name: string, columns: readonly string[]) =>
    columns.map((column, index) => `${column} as "${table}_${name}${index === 0 ? '' : index}"`);
  return [
    ...listing.flatMap((name) => named('l', name, listingFields[name].columns)),
    ...machine.flatMap((name) => named('m', name, machineFields[name].columns)),
  ];
}

/** Makes listings of rows whose columns for these fields begin at `from`. */
export function listingReader(fields: ListingFields, from: number): (row: TextRow) => FoundListing {
  const ofListing = placed(fields.listing, listingFields, from);
  const ofMachine = placed(fields.machine, machineFields, ofListing.end);
  return (row) => {
    const listing: Record<string, unknown> = {};
    for (const { name, read, at } of ofListing.fields) listing[name] = read(row, at);
    if (ofMachine.fields.length === 0) return listing;
    const machine: Record<string, unknown> = {};
    for (const { name, read, at } of ofMachine.fields) machine[name] = read(row, at);
    listing['machine'] = machine;
    return listing;
  };
}

function placed<Name extends string>(
  names: readonly Name[],
  fields: Readonly<Record<Name, Field>>,
  from: number,
) {
  let end = from;
  const placedFields = names.map((name) => {
    const { columns, read } = fields[name];
    const at = end;
    end += columns.length;
    return { name, read, at };
  });
  return { fields: placedFields, end };
}

function present(value: string | null | undefined): string | undefined {
  return value ?? undefined;
}

function numberOf(value: string | null | undefined): number | undefined {
  return value == null ? undefined : Number(value);
}

function unitsOf(value: string | null | undefined): bigint {
  return BigInt(value ?? 0);
}

/** `{0,1}` */
function intsOf(value: string | null | undefined): number[] {
  return (value ?? '{}').slice(1, -1).split(',').filter(Boolean).map(Number);
}

/** An amount of the token whose address, symbol and decimals begin at `at`. */
function moneyIn(row: TextRow, units: string | null | undefined, at: number): JoinedMoney {
  return moneyOf(unitsOf(units), {
    token: hex(row[at] ?? ''),
    symbol: present(row[at + 1]),
    decimals: numberOf(row[at + 2]),
  });
}

/** Another amount of the same token. The amount is written when it is looked at. */
export function moneyOf(
  units: bigint,
  { token, symbol, decimals }: Omit<JoinedMoney, 'units' | 'amount'>,
): JoinedMoney {
  return {
    ...{ units, token, symbol, decimals },
    get amount() {
      return decimals === undefined ? undefined : formatUnits(units, decimals);
    },
  };
}
