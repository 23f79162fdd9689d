import { halfLivesHours, hourMs, type Recent } from '@gpuflow/domain';

import type { Outcome } from './replay.ts';

type Method = (outcome: Outcome, hours: number) => number;

/** Failures' worth of the fleet that a Gamma prior lends. */
const lentFailures = 0.5;

/** What is told of an outcome by the score and by what others do. The base rate, a constant, is not among them. */
export const methods: Readonly<Record<string, Method>> = {
  score: ({ served }) => served,
  'uptime fraction': ({ state, ageHours }) => (ageHours > 0 ? state.upMs / hourMs / ageHours : 1),
  'per-unit MLE': ({ state }, hours) =>
    state.upMs > 0 ? Math.exp((-hours * state.failures * hourMs) / state.upMs) : 1,
  'Gamma-Poisson': ({ state, rates }, hours) =>
    gammaPoisson({ failures: state.failures, upHours: state.upMs / hourMs }, rates.lasting, hours),
  ...Object.fromEntries(
    halfLivesHours.map((halfLife, place): [string, Method] => [
      `Gamma-Poisson, half-life ${halfLife} h`,
      ({ state, rates }, hours) => gammaPoisson(state.recent[place], rates.lasting, hours),
    ]),
  ),
};

function gammaPoisson(
  evidence: Pick<Recent, 'failures' | 'upHours'> | undefined,
  prior: number,
  hours: number,
): number {
  const seenHours = lentFailures / prior + (evidence?.upHours ?? 0);
  return (seenHours / (seenHours + hours)) ** (lentFailures + (evidence?.failures ?? 0));
}
