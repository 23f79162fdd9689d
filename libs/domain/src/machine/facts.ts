import { Refusal } from '../refusal.js';
import type { MachineFacts } from './machine.js';

const textMax = 64;
const hostMax = 253;

/** The largest value of each number among the facts: beyond any machine there is. */
const countMax = {
  gpuCount: 64,
  vramGb: 4_096,
  cpuCores: 4_096,
  ramGb: 65_536,
  diskGb: 10_000_000,
  downMbps: 10_000_000,
  upMbps: 10_000_000,
} as const satisfies Partial<Record<keyof MachineFacts, number>>;

const counts = ['gpuCount', 'vramGb', 'cpuCores', 'ramGb', 'diskGb', 'downMbps', 'upMbps'] as const;
const hostForm = /^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/i;

/** Refuses `MALFORMED_INPUT` for facts that no machine can have. */
export function assertFacts(facts: MachineFacts): void {
  refuseText('name', facts.name);
  refuseText('gpuModel', facts.gpuModel);
  for (const field of counts) refuseCount(field, facts[field]);
  if (!/^[A-Z]{2}$/.test(facts.country)) refuse('country', 'not an ISO 3166-1 alpha-2 code');
  if (facts.endpointHost.length > hostMax || !hostForm.test(facts.endpointHost))
    refuse('endpointHost', 'not a host name or address');
}

function refuseText(field: string, text: string): void {
  if (text.trim() === '' || text.length > textMax) refuse(field, `not 1 to ${textMax} characters`);
}

function refuseCount(field: keyof typeof countMax, count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > countMax[field])
    refuse(field, `not a whole number from 1 to ${countMax[field]}`);
}

function refuse(field: string, reason: string): never {
  throw new Refusal('MALFORMED_INPUT', { field, reason });
}
