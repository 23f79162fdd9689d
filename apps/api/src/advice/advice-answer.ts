import type {
  Address,
  Advised,
  Expected,
  Outlook,
  PublishedAdvice,
  Reliability,
  TurningPoint,
} from '@gpuflow/domain';
import type { AdvisedRental } from '@gpuflow/marketplace';

/** Advice in the words of the SDL: amounts with their token, listings by their ids. */
export function adviceAnswer({ listings, ...advice }: AdvisedRental, token: Address) {
  const money = (units: bigint) => ({ units, token });
  const perhaps = (units: bigint | undefined) => (units === undefined ? undefined : money(units));

  const expected = ({ costUnits, waitingUnits, totalUnits, ...hours }: Expected) => ({
    ...hours,
    cost: money(costUnits),
    waiting: money(waitingUnits),
    total: money(totalUnits),
  });
  const outlook = ({ reliability, interruptionsPerHour, ...rest }: Outlook) => ({
    ...rest,
    reliability: { ...figureOf(reliability), interruptionsPerHour },
    expected: rest.expected && expected(rest.expected),
  });
  const offer = ({ candidate, atMost, ...advised }: Advised) => ({
    ...advised,
    name: candidate.id,
    listing: listings.find(({ id }) => id === candidate.id),
    pricePerHour: money(candidate.pricePerHourUnits),
    reliabilityKnown: candidate.reliability !== undefined,
    outlook: outlook(advised.outlook),
    outlookAtMost: atMost && outlook(atMost),
  });
  const turningPoint = ({ hourValueBelowUnits, hourValueAboveUnits, ...turn }: TurningPoint) => ({
    ...turn,
    hourValueBelow: perhaps(hourValueBelowUnits),
    hourValueAbove: perhaps(hourValueAboveUnits),
  });
  const published = ({ followed, extraUnits, ...rest }: PublishedAdvice) => ({
    ...rest,
    offer: followed?.id,
    total: perhaps(followed?.totalUnits),
    checkpointHours: followed?.checkpointHours,
    extraUnits: extraUnits?.toString(),
  });
  return {
    offers: advice.ranked.map(offer),
    turningPoints: advice.turningPoints.map(turningPoint),
    published: advice.published && published(advice.published),
  };
}

/** The figure under the name of its meaning. */
function figureOf(reliability: Reliability) {
  return reliability.meaning === 'NO_INTERRUPTION'
    ? { noInterruption: reliability }
    : { availability: reliability };
}
