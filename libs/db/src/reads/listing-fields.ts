import type { Listing, Machine } from '@gpuflow/domain';
import { hex } from '../columns.js';
import type { TextRow } from '../hot-rows.js';
import { offerFromJson } from '../order-json.js';
import { moment, momentJson, textJson } from '../pg-text.js';
import { trustFromJson } from '../rows/machine-row.js';
import { rowMaker, type RowField } from './found-row.js';
import { JoinedMoney } from './joined-money.js';
import { entriesOf, holder } from './listing-filter.js';

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

/** A field, and its columns of the listing `l`, its token `t` or the machine `m`. */
interface Field extends RowField {
  columns: readonly string[];
}

const text = (column: string): Field => ({
  columns: [column],
  read: (row, at) => present(row[at]),
  json: textJson,
});
/** Text of characters that JSON never escapes: a UUID, an enum's name, hex. */
const word = (column: string): Field => ({ ...text(column), json: (letters) => `"${letters}"` });
const int = (column: string): Field => ({
  columns: [column],
  read: (row, at) => numberOf(row[at]),
  json: (digits) => digits,
});
const flag = (column: string): Field => ({
  columns: [column],
  read: (row, at) => (row[at] === null ? undefined : row[at] === 't'),
  json: (letter) => (letter === 't' ? 'true' : 'false'),
});
const date = (column: string): Field => ({
  columns: [column],
  read: (row, at) => (row[at] == null ? undefined : moment(row[at])),
  json: momentJson,
});

const listingFields = {
  id: word('l.id'),
  machineId: word('l.machine_id'),
  provider: word('l.provider'),
  state: word('l.state'),
  tier: word('l.tier'),
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
  offerHash: word('l.offer_hash'),
  offerSignature: word('l.offer_signature'),
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
  id: word('l.machine_id'),
  provider: word('l.provider'),
  agentKey: word('m.agent_key'),
  assetHash: word('m.asset_hash'),
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
  liveness: word('m.liveness'),
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

/** How fields are asked for, and read. */
export interface ListingReader {
  columns: readonly string[];
  read: (row: TextRow) => FoundListing;
}

/** Reads these fields of rows in which their columns begin at `from`. */
export function listingReader({ listing, machine }: ListingFields, from: number): ListingReader {
  const ofListing = placed('l', listing, listingFields, from);
  const ofMachine = placed('m', machine, machineFields, from + ofListing.columns.length);
  const joined = { name: 'machine', at: from, read: rowMaker(ofMachine.fields) };
  return {
    columns: [...ofListing.columns, ...ofMachine.columns],
    read: rowMaker([...ofListing.fields, ...(machine.length > 0 ? [joined] : [])]),
  };
}

function placed<Name extends string>(
  table: string,
  names: readonly Name[],
  known: Readonly<Record<Name, Field>>,
  from: number,
) {
  const columns: string[] = [];
  const fields = names.map((name) => {
    const { columns: own, ...field } = known[name];
    const at = from + columns.length;
    columns.push(...own.map((column, nth) => `${column} as "${table}_${name}${nth || ''}"`));
    return { ...field, name, at };
  });
  return { columns, fields };
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
  return new JoinedMoney(unitsOf(units), {
    token: hex(row[at] ?? ''),
    symbol: present(row[at + 1]),
    decimals: numberOf(row[at + 2]),
  });
}
