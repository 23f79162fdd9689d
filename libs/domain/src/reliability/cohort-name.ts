import type { Tier } from '../listing/listing.js';

/** What machines of one kind have in common. */
export interface Kind {
  gpuModel: string;
  country: string;
  /** SECURE: it is listed so. */
  tier: Tier;
}

/** The cohort of all machines. */
export const fleetName = '';

/** The cohort whose failures are the prior of a machine of this kind. */
export function cohortName({ gpuModel, country, tier }: Kind): string {
  return `${gpuModel}|${country}|${tier}`;
}
