/** How a rental ended, as far as it says something about the machine. */
export interface RentalEvidence {
  renter: string;
  /** The machine's provider, and every account known to be the provider's. */
  providerAccounts: readonly string[];
  /** Fees of the rental that nobody gets back, in the token's base units. */
  feesUnits: bigint;
  /** Fees at which a rental proves as much as one can. */
  feesFullUnits: bigint;
  /** How many rentals of this machine this renter has had before. */
  earlierOfRenter: number;
}

/**
 * How far hours in a rental prove that a machine works, 0 to 1: nothing if the provider rents from itself or no fee was burnt, less with
 * every rental by the same renter, so that it takes distinct renters who pay. It narrows the lower bound alone.
 */
export function rentalWeight(evidence: RentalEvidence): number {
  const { renter, providerAccounts, feesUnits, feesFullUnits, earlierOfRenter } = evidence;
  const own = providerAccounts.some((account) => account.toLowerCase() === renter.toLowerCase());
  if (own || feesUnits <= 0n || feesFullUnits <= 0n) return 0;
  const paid = feesUnits >= feesFullUnits ? 1 : Number(feesUnits) / Number(feesFullUnits);
  return paid / (1 + earlierOfRenter);
}
