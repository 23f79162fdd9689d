import { refuseOutside } from './within.js';

/** What "97 %" means: a number alone means nothing. Exactly one of the two. */
export type Reliability =
  | {
      meaning: 'NO_INTERRUPTION';
      /** Of being interrupted by nothing over `overHours` hours of running. */
      probability: number;
      overHours: number;
    }
  | {
      meaning: 'AVAILABILITY';
      /** The part of all time in which the machine is up. */
      availability: number;
      /** How long it is down on average when it is. */
      meanRepairHours: number;
    };

/** Where no reliability is known yet, it lies between these: a newcomer is not "60 %". */
export const unknownReliability = {
  least: { meaning: 'NO_INTERRUPTION', probability: 0.05, overHours: 24 },
  most: { meaning: 'NO_INTERRUPTION', probability: 0.95, overHours: 24 },
} as const satisfies Record<string, Reliability>;

/** A figure of zero would never run; one comes from a machine that never fails. */
export const reliabilityBounds = { least: 0.001, most: 1 } as const;
const hoursBounds = { least: 1 / 60, most: 8_784 } as const;

/** What a machine's listed bound says: see `listedReliability`. Undefined: nothing is known of it. */
export function listedReliabilityOf(bound: number | undefined): Reliability | undefined {
  if (bound === undefined) return undefined;
  const probability = Math.max(reliabilityBounds.least, bound);
  return { meaning: 'NO_INTERRUPTION', probability, overHours: 24 };
}

/**
 * Interruptions per hour of running, as a Poisson process: the exponential model of failures that Young (1974) and Daly
 * (2006) use too. P(none in T) = e^(-rate × T). Availability = MTBF ÷ (MTBF + mean repair), so the rate is
 * (1 − availability) ÷ (availability × mean repair).
 */
export function interruptionsPerHour(reliability: Reliability): number {
  if (reliability.meaning === 'NO_INTERRUPTION')
    return Math.log(1 / reliability.probability) / reliability.overHours;
  const { availability, meanRepairHours } = reliability;
  return (1 - availability) / (availability * meanRepairHours);
}

/** The figure itself, whichever its meaning. */
export function figureOf(reliability: Reliability): number {
  return reliability.meaning === 'NO_INTERRUPTION'
    ? reliability.probability
    : reliability.availability;
}

/** The same meaning with another figure. */
export function withFigure(reliability: Reliability, figure: number): Reliability {
  return reliability.meaning === 'NO_INTERRUPTION'
    ? { ...reliability, probability: figure }
    : { ...reliability, availability: figure };
}

/** Refuses `MALFORMED_INPUT` for figures and hours that say nothing. */
export function assertReliability(reliability: Reliability, field: string): void {
  if (reliability.meaning === 'NO_INTERRUPTION') {
    refuseOutside(`${field}.probability`, reliability.probability, reliabilityBounds);
    refuseOutside(`${field}.overHours`, reliability.overHours, hoursBounds);
  } else {
    refuseOutside(`${field}.availability`, reliability.availability, reliabilityBounds);
    refuseOutside(`${field}.meanRepairHours`, reliability.meanRepairHours, hoursBounds);
  }
}
