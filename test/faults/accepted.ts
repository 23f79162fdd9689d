import type { Address, Hash } from '@gpuflow/domain';

/** What was accepted of people's commands: each of them must have exactly one effect. */
export class Accepted {
  readonly #openings = new Set<Hash>();
  readonly #stops = new Set<Hash>();
  readonly #depositedUnits = new Map<Address, bigint>();

  opening(rentalId: Hash): void {
    this.#openings.add(rentalId);
  }

  stop(rentalId: Hash): void {
    this.#stops.add(rentalId);
  }

  /** Money that a wallet has moved into the escrow; negative where the chain has forgotten it again. */
  deposit(owner: Address, units: bigint): void {
    this.#depositedUnits.set(owner, (this.#depositedUnits.get(owner) ?? 0n) + units);
  }

  get openings(): ReadonlySet<Hash> {
    return this.#openings;
  }

  get stops(): ReadonlySet<Hash> {
    return this.#stops;
  }

  get depositedUnits(): bigint {
    return [...this.#depositedUnits.values()].reduce((total, units) => total + units, 0n);
  }
}
