/** A share and what it may well be at least. */
export interface BoundedShare {
  attempts: number;
  successes: number;
  /** Undefined where nothing was tried. */
  share: number | undefined;
  /** Undefined where nothing was tried. */
  lowerBound: number | undefined;
}

/** The one-sided 10 % point of the normal distribution. */
const z = 1.2815515655446004;

/**
 * Successes among attempts, with the lower 10 % bound of the share by Wilson's score interval (1927): right for few
 * attempts and near 1 as well, where the usual one says that what never failed cannot.
 */
export function boundedShare(successes: number, attempts: number): BoundedShare {
  if (attempts === 0) return { attempts, successes, share: undefined, lowerBound: undefined };
  const share = successes / attempts;
  const spread = Math.sqrt((share * (1 - share)) / attempts + z ** 2 / (4 * attempts ** 2));
  const centre = share + z ** 2 / (2 * attempts);
  const lowerBound = Math.max(0, (centre - z * spread) / (1 + z ** 2 / attempts));
  return { attempts, successes, share, lowerBound };
}
