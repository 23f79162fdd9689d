import type { Gas } from './measure.ts';

const RENTAL = "whole rental: open, start, stop and close, the provider's signature checked";

/** Whole rentals of peers in gas, measured in the same way: open, settle to the provider, fee, refund. */
const peers = [
  { peer: 'LlamaPay v1', gas: 167_096, without: 'fee, signatures' },
  { peer: 'commerce-payments (ERC-3009)', gas: 241_894 },
  { peer: 'Sablier Flow 3.0.1', gas: 276_179, without: 'fee' },
  { peer: 'Ocean Escrow', gas: 345_759, without: 'deposit, withdrawal' },
];

/** The figures as lines to print, and whether every goal is met. */
export function compare(gas: Gas): { lines: object[]; met: boolean } {
  const of = (operation: string) => {
    const found = gas[operation];
    if (found === undefined) throw new Error(`nothing measured ${operation}`);
    return found;
  };
  const perRental = (operation: string) => Math.round(of(operation) / sizeOf(operation));
  const singly = of('startByRenter') + of('stop') + of('close');
  const inBatches = perRental('startBatch20') + of('stop') + perRental('closeMany20');
  const goals = [
    { goal: `${RENTAL}; singly`, gas: of('open') + singly, limit: 260_000 },
    {
      goal: `${RENTAL}; starts and closes in batches of 20`,
      gas: of('open') + inBatches,
      limit: 200_000,
    },
    {
      goal: 'open with ERC-3009 in one transaction',
      gas: of('openWithAuthorization'),
      limit: 170_000,
    },
    ...(['settleMany20', 'settleMany50'] as const).map((operation) => ({
      goal: `settle in a batch of ${sizeOf(operation)}, per rental`,
      gas: perRental(operation),
      limit: 20_000,
    })),
  ].map((goal) => ({ ...goal, ratio: ratio(goal.gas, goal.limit), met: goal.gas <= goal.limit }));
  const openings = ['openNewSlice', 'openBySig', 'openWithAuthorization', 'depositAndOpen'];
  return {
    lines: [
      ...Object.entries(gas).map(([operation, used]) => line(operation, used)),
      ...openings.map((opening) => ({
        rental: `by ${opening}`,
        gas: of(opening) + singly,
        gasInBatches: of(opening) + inBatches,
      })),
      ...goals,
      ...peers.map((peer) => ({ ...peer, ratio: ratio(of('open') + singly, peer.gas) })),
    ].map((each) => ({ bench: 'gas', ...each })),
    met: goals.every(({ met }) => met),
  };
}

/** A batch also says what one of its rentals costs. */
function line(operation: string, gas: number) {
  const rentals = sizeOf(operation);
  if (Number.isNaN(rentals)) return { operation, gas };
  return { operation, gas, rentals, gasPerRental: Math.round(gas / rentals) };
}

/** How many rentals a batch holds; NaN: it is none. */
function sizeOf(operation: string): number {
  return Number(/(?:Batch|Many)(\d+)$/.exec(operation)?.[1] ?? Number.NaN);
}

function ratio(gas: number, reference: number): number {
  return Math.round((gas / reference) * 1000) / 1000;
}
