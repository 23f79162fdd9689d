import fc from 'fast-check';

import { gated, newGate, type Gate } from './gate.js';
import type { Matured } from './prediction.js';
import { hourMs } from './state.js';

const hours = 24;

/** Batches of a day each, with what the stack said beside a base rate and what came of it. */
function gateAfter(batches: readonly (readonly Told[])[]): Gate {
  return batches.reduce(
    (gate, batch, day) => gated(gate, batch.map(matured), day * hours * hourMs, hours),
    newGate(0),
  );
}

interface Told {
  stacked: number;
  base: number;
  survived: boolean;
}

function matured({ stacked, base, survived }: Told): Matured {
  return { prediction: { features: [], logit: 0, stacked, base, probability: base }, survived };
}

/** Machines of which every other one fails, told apart by the stack or not. */
function days(count: number, stackedOf: (survives: boolean) => number): Told[][] {
  return Array.from({ length: count }, () =>
    Array.from({ length: 20 }, (_, machine) => {
      const survived = machine % 2 === 0;
      return { stacked: stackedOf(survived), base: 0.5, survived };
    }),
  );
}

it('serves the stack until something is known of it, and then the base rate until the stack has proved better', () => {
  const weights = days(8, (survives) => (survives ? 0.8 : 0.2)).map(
    (_, count, all) => gateAfter(all.slice(0, count + 1)).stackWeight,
  );
  expect(weights).toEqual([1, 1, 0, 0, 0, 1, 1, 1]);
});

it('serves the base rate alone beside a stack that points the wrong way', () => {
  expect(gateAfter(days(40, (survives) => (survives ? 0.4 : 0.6))).stackWeight).toBe(0);
});

it('serves the part of an overconfident stack that has the least errors', () => {
  const told = Array.from({ length: 40 }, (_, day) =>
    Array.from({ length: 20 }, (_, machine) => {
      const survived = machine % 2 === 0;
      const isRight = (day + Math.floor(machine / 2)) % 4 !== 0;
      return { stacked: survived === isRight ? 0.84 : 0.16, base: 0.5, survived };
    }),
  );
  expect(gateAfter(told).stackWeight).toBeCloseTo(0.25 / 0.34, 1);
});

it('on the windows judged, what is served by the weight has no more squared errors than the base rate', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const told = fc.record({ stacked: share, base: share, survived: fc.boolean() });
  const batches = fc.array(fc.array(told, { minLength: 1, maxLength: 5 }), {
    minLength: 6,
    maxLength: 30,
  });
  fc.assert(
    fc.property(batches, (all) => {
      const { stackWeight, evidence } = gateAfter(all);
      const fewer = stackWeight * (2 * evidence.toward - stackWeight * evidence.apart);
      expect(fewer).toBeGreaterThanOrEqual(0);
      expect(stackWeight).toBeLessThanOrEqual(1);
    }),
  );
});
