const contractStates = ['NONE', 'RESERVED', 'RUNNING', 'HALTED', 'ENDED', 'CLOSED'] as const;

/** A rental's state in the contract. NONE: never opened. */
export type ContractState = (typeof contractStates)[number];

/** The state of this number. Throws for a number that no version of the contract stores. */
export function contractStateOf(index: number): ContractState {
  const state = contractStates[index];
  if (state === undefined) throw new Error(`${index} is no state of a rental.`);
  return state;
}

/** Whether a rental in state `one` may still come to `other`: the states stand in the order of a rental's life. */
export function precedes(one: ContractState, other: ContractState): boolean {
  return contractStates.indexOf(one) < contractStates.indexOf(other);
}
