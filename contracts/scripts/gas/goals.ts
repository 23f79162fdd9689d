import type { Gas } from './measure.ts';

const RENTAL = 'whole rental: open, start, stop and close, both signatures checked';

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
  const perRental = (operation: string, size: number) =>
    Math.round(of(`${operation}Batch${size}`) / size);
  const singly = of('openBySig') + of('start') + of('stop') + of('close');
  const inBatches = of('openBySig') + perRental('start', 20) + of('stop') + perRental('close', 20);
  const goals = [
    { goal: `${RENTAL}; singly`, gas: singly, limit: 260_000 },
    { goal: `${RENTAL}; starts and closes in batches of 20`, gas: inBatches, limit: 200_000 },
    { goal: 'open with ERC-3009 in one transaction', gas: of('openByErc3009'), limit: 170_000 },
    { goal: 'settle in a batch of 20, per rental', gas: perRental('settle', 20), limit: 20_000 },
    { goal: 'settle in a batch of 50, per rental', gas: perRental('settle', 50), limit: 20_000 },
  ].map((goal) => ({ ...goal, ratio: ratio(goal.gas, goal.limit), met: goal.gas <= goal.limit }));
  return {
    lines: [
      ...Object.entries(gas).map(([operation, used]) => line(operation, used)),
      ...goals,
      ...peers.map((peer) => ({ ...peer, ratio: ratio(singly, peer.gas) })),
    ].map((each) => ({ bench: 'gas', ...each })),
    met: goals.every(({ met }) => met),
  };
}

/** A batch also says what one of its rentals costs. */
function line(operation: string, gas: number) {
  const size = Number(/Batch(\d+)$/.exec(operation)?.[1] ?? Number.NaN);
  if (Number.isNaN(size)) return { operation, gas };
  return { operation, gas, rentals: size, gasPerRental: Math.round(gas / size) };
}

function ratio(gas: number, reference: number): number {
  return Math.round((gas / reference) * 1000) / 1000;
}
