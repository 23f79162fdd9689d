import { identityFacts, measurableFacts, type MachineFacts } from './facts.js';

export const trustClasses = ['SELF_REPORTED', 'MEASURED', 'CHALLENGED', 'ATTESTED'] as const;
/**
 * How a fact is known. SELF_REPORTED: the provider says so. MEASURED: the agent on the machine found it so. CHALLENGED: it
 * passed a test that we set. ATTESTED: its hardware signed it.
 */
export type TrustClass = (typeof trustClasses)[number];

export const factNames = [
  ...identityFacts,
  ...measurableFacts,
  'country',
  'region',
] as const satisfies readonly (keyof MachineFacts)[];
export type FactName = (typeof factNames)[number];
/** The class of each fact that is known better than by its provider's word. */
export type FactTrust = Partial<Record<FactName, TrustClass>>;

/** How each fact that is known of a machine is known. */
export function trustInFacts(machine: MachineFacts & { trust: FactTrust }) {
  return factNames
    .filter((fact) => machine[fact] !== undefined)
    .map((fact) => ({ fact, class: machine.trust[fact] ?? 'SELF_REPORTED' }));
}
