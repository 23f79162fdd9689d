import type { DayBar, RentalOutcome, TimeByState } from '@gpuflow/domain';
import type { ReliabilityReport } from '@gpuflow/marketplace';

/** A report in the words of the SDL. */
export class ReportAnswer {
  constructor(private readonly report: ReliabilityReport) {}

  get at(): Date {
    return this.report.at;
  }

  get uptime() {
    return this.report.uptimes.map(({ time, ...window }) => ({
      ...window,
      seconds: secondsOf(time),
    }));
  }

  get interruptions(): number {
    return this.report.interruptions;
  }

  get meanHoursBetween(): number | undefined {
    return this.report.meanHoursBetween;
  }

  get boots() {
    return this.report.rented.boots;
  }

  get medianBootSeconds(): number | undefined {
    return this.report.rented.medianBootSeconds;
  }

  get rentedAvailability(): number | undefined {
    return this.report.rented.availability;
  }

  get rentedInterruptions(): number {
    return this.report.rented.interruptions;
  }

  get providerSince(): Date {
    return this.report.standing.providerSince;
  }

  get completedRentals(): number {
    return this.report.standing.completedRentals;
  }

  get soldGpuHours(): number {
    return Number(this.report.standing.gpuSeconds) / 3600;
  }

  get distinctRenters(): number {
    return this.report.standing.distinctRenters;
  }

  /** The last bars, the oldest first. */
  lastDays(last: number) {
    return this.report.days.slice(-last).map(dayOf);
  }

  /** The last rentals, the newest first. */
  lastRentals(last: number): RentalOutcome[] {
    return this.report.outcomes.slice(-last).toReversed();
  }
}

function dayOf({ time, ...bar }: DayBar) {
  return { ...bar, seconds: secondsOf(time) };
}

function secondsOf({ UP, DOWN, MAINTENANCE, UNKNOWN }: TimeByState) {
  return {
    up: UP / 1000,
    down: DOWN / 1000,
    maintenance: MAINTENANCE / 1000,
    unknown: UNKNOWN / 1000,
  };
}
