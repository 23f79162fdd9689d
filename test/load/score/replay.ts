import {
  afterMatured,
  featuresOf,
  hourMs,
  newHorizonModel,
  predict,
  scoreOfPrediction,
  type CohortRates,
  type Matured,
  type ScoreState,
} from '@gpuflow/domain';

import { Fleet } from './fleet.ts';
import { Follower } from './follower.ts';
import { spanOf, type Trace } from './trace.ts';

/** What was known of a unit when it was predicted, and what came of it. */
export interface Outcome {
  unit: number;
  isTest: boolean;
  survived: boolean;
  /** What the product serves. */
  served: number;
  /** Its lower bound. */
  bound: number;
  state: ScoreState;
  rates: CohortRates;
  /** Since the unit was first seen. */
  ageHours: number;
}

/**
 * Plays a trace by its clock through the product's score: at each moment first the outcomes that have become known are
 * learned, then whatever is up is predicted. What comes later is looked at to tell the outcome, and for nothing else.
 */
export function replay(
  trace: Trace,
  hours: number,
  tell: (outcome: Outcome) => void,
  progress: (share: number) => void,
): void {
  const stepMs = (trace.everyHours ?? hours / 4) * hourMs;
  const { start, end } = spanOf(trace.units);
  const followers = trace.units.map((unit) => new Follower(unit));
  const fleet = new Fleet(followers, start);
  let model = newHorizonModel(hours, new Date(start));
  const pending: { dueAt: number; matured: Matured[] }[] = [];
  for (let now = Math.ceil(start / stepMs) * stepMs; now < end; now += stepMs) {
    fleet.advance(now);
    while ((pending[0]?.dueAt ?? Infinity) <= now)
      model = afterMatured(model, pending.shift()?.matured ?? [], new Date(now));
    const dueAt = now + hours * hourMs;
    const matured: Matured[] = [];
    for (const [unit, follower] of followers.entries()) {
      const survived = follower.isUp(now) ? follower.survives(dueAt) : undefined;
      if (survived === undefined) continue;
      const [state, rates] = [follower.now, fleet.ratesOf(follower)];
      const prediction = predict(model, featuresOf(state, rates, hours));
      const score = scoreOfPrediction(state, rates, model, prediction);
      const [served, bound] = [score.probability, score.lowerBound];
      matured.push({ prediction, survived });
      const isTest = now >= trace.testFrom(follower.unit);
      const ageHours = (now - (follower.unit.pieces[0]?.from ?? now)) / hourMs;
      tell({ unit, isTest, survived, served, bound, state, rates, ageHours });
    }
    pending.push({ dueAt, matured });
    progress((now - start) / (end - start));
  }
}
