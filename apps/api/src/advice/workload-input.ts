import {
  parseUuid,
  Refusal,
  type Candidate,
  type Checkpoints,
  type Reliability,
  type Workload,
} from '@gpuflow/domain';
import type { CheapestListings, WantedListing } from '@gpuflow/marketplace';

import type {
  CheapestListingsInput,
  CheckpointsInput,
  ComparedListingInput,
  ComparedOfferInput,
  ReliabilityInput,
  WorkloadInput,
} from '../generated/schema.js';
import { intWithin, listOf, optional, textWithin, uintOf } from '../graphql/arguments.js';
import { parseFilter } from '../listings/filter-input.js';

const units = uintOf(96);
const name = textWithin(1, 64);
const optionalUnits = optional(units);
const offersMax = 10;

/** What is meant where a field is left out. Here and not in the SDL: compiled queries know no defaults inside of inputs. */
const usual = {
  restartMinutes: 5,
  replacementMinutes: 10,
  probability: 0.95,
  speed: 1,
  first: 5,
  units: '0',
};

/** What a client wants computed, in hours. Its numbers are bounded where they are compared. */
export function parseWorkload(input: WorkloadInput, field: string): Workload {
  const { checkpoints, deadline } = input;
  return {
    workHours: input.hours,
    checkpoints: parseCheckpoints(checkpoints, `${field}.checkpoints`),
    restartHours: (input.restartMinutes ?? usual.restartMinutes) / 60,
    replacementHours: (input.replacementMinutes ?? usual.replacementMinutes) / 60,
    hourValueUnits: units(input.hourValueUnits ?? usual.units, `${field}.hourValueUnits`),
    deadline: deadline
      ? { hours: deadline.hours, probability: deadline.probability ?? usual.probability }
      : undefined,
    budgetUnits: optionalUnits(input.budgetUnits, `${field}.budgetUnits`),
  };
}

/** How a client's work saves its state. Its numbers are bounded where they are compared. */
export const parseCheckpoints = optional(
  ({ writeSeconds, everyMinutes }: CheckpointsInput, field: string): Checkpoints => ({
    writeHours: writeSeconds / 3_600,
    everyHours: optional((minutes: number) => minutes / 60)(everyMinutes, `${field}.everyMinutes`),
  }),
);

function parseOffer(input: ComparedOfferInput, field: string): Candidate {
  const priceOf = (of: 'pricePerHourUnits' | 'interruptedPricePerHourUnits') =>
    units(input[of] ?? usual.units, `${field}.${of}`);
  return {
    id: name(input.name, `${field}.name`),
    pricePerHourUnits: priceOf('pricePerHourUnits'),
    interruptedPricePerHourUnits: priceOf('interruptedPricePerHourUnits'),
    tier: input.tier ?? undefined,
    speed: input.speed ?? usual.speed,
    reliability: parseReliability(input.reliability, `${field}.reliability`),
  };
}

function parseListing(input: ComparedListingInput, field: string): WantedListing {
  const reliability = parseReliability(input.reliability, `${field}.reliability`);
  return { id: parseUuid(input.id, `${field}.id`), speed: input.speed ?? usual.speed, reliability };
}

function parseReliability(
  input: ReliabilityInput | null | undefined,
  field: string,
): Reliability | undefined {
  if (!input) return undefined;
  const { noInterruption, availability } = input;
  if (noInterruption && !availability) return { meaning: 'NO_INTERRUPTION', ...noInterruption };
  if (availability && !noInterruption) return { meaning: 'AVAILABILITY', ...availability };
  throw new Refusal('MALFORMED_INPUT', {
    field,
    reason: 'not exactly one of noInterruption and availability',
  });
}

/** Offers that the client names; none where it names none. */
export function parseOffers(
  sent: readonly ComparedOfferInput[] | null | undefined,
  field: string,
): Candidate[] {
  return listOf(parseOffer, offersMax)(sent ?? [], field);
}

/** Listings that the client names; none where it names none. */
export function parseListings(
  sent: readonly ComparedListingInput[] | null | undefined,
  field: string,
): WantedListing[] {
  return listOf(parseListing, offersMax)(sent ?? [], field);
}

/** Which listings of the market are taken. */
export const parseCheapest = optional(
  (input: CheapestListingsInput, field: string): CheapestListings => ({
    filter: parseFilter(input.filter, `${field}.filter`),
    first: intWithin(1, offersMax)(input.first ?? usual.first, `${field}.first`),
    speed: input.speed ?? usual.speed,
    reliability: parseReliability(input.reliability, `${field}.reliability`),
  }),
);
