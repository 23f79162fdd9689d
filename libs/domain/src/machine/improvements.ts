import type { Listing } from '../listing/listing.js';
import type { ScoreOutlook } from '../reliability/score-outlook.js';
import type { Machine } from './machine.js';
import { trustInFacts, type FactName } from './trust.js';

export const improvements = ['BEAT', 'STAY_UP', 'MEASURE', 'LIST_IDLE_GPUS'] as const;

/** What a provider can do for a machine's standing. `facts` of MEASURE: those that renters have only the provider's word for. */
export type Improvement =
  | { kind: 'BEAT' }
  | { kind: 'STAY_UP'; outlook: ScoreOutlook }
  | { kind: 'MEASURE'; facts: FactName[] }
  | { kind: 'LIST_IDLE_GPUS'; gpuIndices: number[] };

/** What would raise a machine's standing with renters, the most urgent first. `outlook`: of a machine that has a score. */
export function improvementsOf(
  machine: Machine,
  active: readonly Listing[],
  outlook?: ScoreOutlook,
): Improvement[] {
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
    ...(gains(outlook) ? [{ kind: 'STAY_UP', outlook } as const] : []),
    ...(facts.length === 0 ? [] : [{ kind: 'MEASURE', facts } as const]),
    ...(gpuIndices.length === 0 ? [] : [{ kind: 'LIST_IDLE_GPUS', gpuIndices } as const]),
  ];
}

/** A clean week is worth a word where it changes what is shown. */
function gains(outlook: ScoreOutlook | undefined): outlook is ScoreOutlook {
  return outlook !== undefined && outlook.afterCleanWeek - outlook.now >= 0.001;
}
