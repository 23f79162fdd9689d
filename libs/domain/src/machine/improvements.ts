import type { Listing } from '../listing/listing.js';
import type { Machine } from './machine.js';
import { trustInFacts, type FactName } from './trust.js';

export const improvements = ['BEAT', 'MEASURE', 'LIST_IDLE_GPUS'] as const;

/** What a provider can do for a machine's standing. `facts` of MEASURE: those that renters have only the provider's word for. */
export type Improvement =
  | { kind: 'BEAT' }
  | { kind: 'MEASURE'; facts: FactName[] }
  | { kind: 'LIST_IDLE_GPUS'; gpuIndices: number[] };

/** What would raise a machine's standing with renters, the most urgent first. */
export function improvementsOf(machine: Machine, active: readonly Listing[]): Improvement[] {
  const said = trustInFacts(machine).filter((known) => known.class === 'SELF_REPORTED');
  const facts = said
    .map(({ fact }) => fact)
    .filter((fact) => !['country', 'region'].includes(fact));
  const listed = new Set(active.flatMap(({ slice }) => slice.gpuIndices));
  const gpuIndices = Array.from({ length: machine.gpuCount }, (_, index) => index).filter(
    (index) => !listed.has(index),
  );
  return [
    ...(machine.liveness === 'ONLINE' ? [] : [{ kind: 'BEAT' } as const]),
    ...(facts.length === 0 ? [] : [{ kind: 'MEASURE', facts } as const]),
    ...(gpuIndices.length === 0 ? [] : [{ kind: 'LIST_IDLE_GPUS', gpuIndices } as const]),
  ];
}
