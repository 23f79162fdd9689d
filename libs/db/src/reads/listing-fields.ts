import { formatUnits, type Listing, type Machine } from '@gpuflow/domain';
import type { TextRow } from '../text-query.js';
import { offerFromJson } from '../order-json.js';
import { escapedText, moment, momentText } from '../pg-text.js';
import { trustFromJson } from '../rows/machine-row.js';
import { rowMaker, type RowField } from './found-row.js';
import type { JoinedMoney } from './joined-money.js';
import { entriesOf, holder } from './listing-filter.js';

/** A listing, of which the fields that were asked for are read. */
export type FoundListing = Partial<
  Listing & {
    pricePerHour: FoundMoney;
    /** Whether no rental holds it. */
    available: boolean;
    machine: FoundMachine;
  }
>;
export type FoundMachine = Partial<Machine>;
export type FoundMoney = Partial<JoinedMoney>;

/** The columns of a field, of the listing `l`, its token `t` or the machine `m`. */
interface Columns {
  columns: readonly string[];
}

type Field = Columns & RowField;

/** A field with fields of its own, whose columns begin at `from`. */
interface NestedField extends Columns {
  reader: (from: number) => RowField['read'];
}

const asText: RowField = {
  read: (row, at) => row[at] ?? undefined,
  json: { quoted: true, inner: escapedText },
};
/** Text of characters that JSON never escapes: a UUID, an enum's name, hex. */
const asWord: RowField = { ...asText, json: { quoted: true } };
const asNumber: RowField = { read: (row, at) => numberOf(row[at]), json: { quoted: false } };
const asUnits: RowField = { read: (row, at) => unitsOf(row[at]), json: { quoted: true } };
const asFlag: RowField = {
  read: (row, at) => (row[at] === null ? undefined : row[at] === 't'),
  json: { quoted: false, inner: (letter) => (letter === 't' ? 'true' : 'false') },
};
const asMoment: RowField = {
  read: (row, at) => (row[at] == null ? undefined : moment(row[at])),
  json: { quoted: true, inner: momentText },
};

const text = (column: string): Field => ({ columns: [column], ...asText });
const word = (column: string): Field => ({ columns: [column], ...asWord });
const number = (column: string): Field => ({ columns: [column], ...asNumber });
const flag = (column: string): Field => ({ columns: [column], ...asFlag });
const date = (column: string): Field => ({ columns: [column], ...asMoment });

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
    reader: moneyReader,
  },
  available: flag(`((${holder}) is null)`),
} as const satisfies Record<string, Field | NestedField>;

const machineFields = {
  id: word('l.machine_id'),
  provider: word('l.provider'),
  agentKey: word('m.agent_key'),
  assetHash: word('m.asset_hash'),
  name: text('m.name'),
  gpuModel: text('m.gpu_model'),
  gpuCount: number('m.gpu_count'),
  vramGb: number('m.vram_gb'),
  cpuCores: number('m.cpu_cores'),
  ramGb: number('m.ram_gb'),
  diskGb: number('m.disk_gb'),
  downMbps: number('m.down_mbps'),
  upMbps: number('m.up_mbps'),
  country: text('m.country'),
  endpointHost: text('m.endpoint_host'),
  region: text('m.region'),
  diskMBps: number('m.disk_mbytes_per_second'),
  directPorts: number('m.direct_ports'),
  staticAddress: flag('m.static_address'),
  cudaVersion: text('m.cuda_version'),
  driverVersion: text('m.driver_version'),
  computeCapability: text('m.compute_capability'),
  pcieGeneration: number('m.pcie_generation'),
  pcieMBps: number('m.pcie_mbytes_per_second'),
  nvlink: flag('m.nvlink'),
  powerLimitWatts: number('m.power_limit_watts'),
  gpuUuids: { columns: ['m.gpu_uuids'], read: (row, at) => wordsOf(row[at]) },
  mig: flag('m.mig'),
  reliability: number('m.reliability'),
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
  known: Readonly<Record<Name, Field | NestedField>>,
  from: number,
) {
  const columns: string[] = [];
  const fields = names.map((name) => {
    const field: Field | NestedField = known[name];
    const at = from + columns.length;
    const named = (column: string, nth: number) => `${column} as "${table}_${name}${nth || ''}"`;
    columns.push(...field.columns.map(named));
    const { read, json }: RowField = 'reader' in field ? { read: field.reader(at) } : field;
    return { name, at, read, ...(json && { json }) };
  });
  return { columns, fields };
}

function numberOf(value: string | null | undefined): number | undefined {
  return value == null ? undefined : Number(value);
}

function unitsOf(value: string | null | undefined): bigint {
  return BigInt(value ?? 0);
}

/** `{0,1}` */
function intsOf(value: string | null | undefined): number[] {
  return (wordsOf(value) ?? []).map(Number);
}

/** `{GPU-1,GPU-2}`, of words that need no quotes; undefined where there is none. */
function wordsOf(value: string | null | undefined): string[] | undefined {
  const words = (value ?? '{}').slice(1, -1);
  return words === '' ? undefined : words.split(',');
}

/** Money whose units, token, symbol and decimals begin at `from`. */
function moneyReader(from: number) {
  return rowMaker([
    { ...asUnits, name: 'units', at: from },
    { ...asWord, name: 'token', at: from + 1 },
    { ...asText, name: 'symbol', at: from + 2 },
    { ...asNumber, name: 'decimals', at: from + 3 },
    { read: amountIn, name: 'amount', at: from },
  ]);
}

function amountIn(row: TextRow, at: number): string | undefined {
  const decimals = numberOf(row[at + 3]);
  return decimals === undefined ? undefined : formatUnits(unitsOf(row[at]), decimals);
}
