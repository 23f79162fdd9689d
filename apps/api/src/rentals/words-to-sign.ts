import { chainNow, chainRentals } from '@gpuflow/db';
import type { Address, ChainRental, Hash } from '@gpuflow/domain';
import {
  amendTypedData,
  escrowDomain,
  pauseTypedData,
  resumeTypedData,
  stopTypedData,
  type TypedDataJson,
} from '@gpuflow/escrow';
import { found, type Market } from '@gpuflow/marketplace';

const minute = 60n;
const stopValidSeconds = 5n * minute;
const pauseValidSeconds = 5n * minute;
/** A machine has to boot before the word is relayed. */
const resumeValidSeconds = 15n * minute;
/** The other side has to be found and asked. */
const amendValidSeconds = 60n * minute;

/** What an Amend changes; what is left out stays as it is. */
export interface Amendment {
  pricePerHourUnits: bigint | undefined;
  storagePricePerHourUnits: bigint | undefined;
  maxEnd: number | undefined;
}

/** What the parties of a rental sign while it goes on. All refuse `NOT_FOUND` while the chain does not know the rental. */
export class WordsToSign {
  readonly #market: Market;
  readonly #escrow: Address;

  constructor(market: Market, escrow: Address) {
    this.#market = market;
    this.#escrow = escrow;
  }

  async stop(rentalId: Hash): Promise<TypedDataJson> {
    await this.#rental(rentalId);
    const deadline = await this.#deadline(stopValidSeconds);
    return stopTypedData(this.#domain(), { rentalId, deadline });
  }

  async pause(rentalId: Hash): Promise<TypedDataJson> {
    const { turn } = await this.#rental(rentalId);
    const deadline = await this.#deadline(pauseValidSeconds);
    return pauseTypedData(this.#domain(), { rentalId, turn, deadline });
  }

  async resume(rentalId: Hash): Promise<TypedDataJson> {
    const { turn } = await this.#rental(rentalId);
    const deadline = await this.#deadline(resumeValidSeconds);
    return resumeTypedData(this.#domain(), { rentalId, turn, deadline });
  }

  async amend(rentalId: Hash, changes: Amendment): Promise<TypedDataJson> {
    const { turn, pricePerHourUnits, storagePricePerHourUnits, endsAt } =
      await this.#rental(rentalId);
    return amendTypedData(this.#domain(), {
      rentalId,
      pricePerHour: changes.pricePerHourUnits ?? pricePerHourUnits,
      storagePricePerHour: changes.storagePricePerHourUnits ?? storagePricePerHourUnits,
      maxEnd: changes.maxEnd ?? Number(endsAt),
      turn,
      deadline: await this.#deadline(amendValidSeconds),
    });
  }

  #domain() {
    return escrowDomain(this.#market.policy.chainId, this.#escrow);
  }

  async #rental(rentalId: Hash): Promise<ChainRental> {
    const { db, policy } = this.#market;
    return found(await chainRentals.find(db, policy.chainId, rentalId), 'rental', rentalId);
  }

  async #deadline(validSeconds: bigint): Promise<number> {
    const { clock, db, policy } = this.#market;
    return Number((await chainNow(db, policy.chainId, clock.now())) + validSeconds);
  }
}
