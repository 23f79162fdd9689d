import { chainAccounts, chainRentals, rentals } from '@gpuflow/db';
import type { ChainRental, Hash, Listing, Order } from '@gpuflow/domain';
import type { Wallet } from '@gpuflow/escrow';

import { listMachine, windowSeconds } from './listed-machine.ts';
import type { Random } from './random.ts';
import { peopleMax, seats } from './seats.ts';
import { depositPlayMoney } from './send-as.ts';
import type { Stand } from './stand.ts';

/** A step of a rental's life: what somebody does, and how everybody sees that it has come true. */
export interface Step {
  name: StepName;
  act: () => Promise<void>;
  isDone: () => Promise<boolean>;
}

export type StepName = 'deposit' | 'open' | 'start' | 'settle' | 'stop' | 'close';

/** A rental from the deposit to the last refund, by the market's own use cases. The seed decides people and amounts. */
export interface Life {
  steps: readonly Step[];
  /** The renter's. */
  seat: number;
  /** The signed terms, once it is opened. */
  order: () => Promise<Order>;
  /** Market and chain agree that this is its state. */
  isIn: (state: ChainRental['state']) => Promise<boolean>;
  /** Takes back the note of the deposit, where the chain has forgotten it. */
  forgetDeposit(): void;
}

export async function newLife(stand: Stand, random: Random, trial: number): Promise<Life> {
  const turn = trial % peopleMax;
  const seat = seats.firstRenter + turn;
  const renter = stand.wallet(seat);
  const provider = stand.wallet(seats.firstProvider + turn);
  const listing = await listMachine(stand, provider, random);
  const depositUnits = BigInt(random.between(2_000_000, 5_000_000));
  const rental = new RentalInHand(stand, seat, listing, depositUnits);
  return {
    seat,
    steps: rental.steps(random),
    order: () => rental.order(),
    isIn: (state) => rental.isIn(state),
    forgetDeposit: () => stand.accepted.deposit(renter.address, -depositUnits),
  };
}

class RentalInHand {
  readonly #stand: Stand;
  readonly #seat: number;
  readonly #renter: Wallet;
  readonly #listing: Listing;
  readonly #depositUnits: bigint;
  #id: Hash | undefined;

  constructor(stand: Stand, seat: number, listing: Listing, depositUnits: bigint) {
    this.#stand = stand;
    this.#seat = seat;
    this.#renter = stand.wallet(seat);
    this.#listing = listing;
    this.#depositUnits = depositUnits;
  }

  steps(random: Random): Step[] {
    const usedSeconds = random.between(2 * windowSeconds, 7_200);
    return [
      { name: 'deposit', act: () => this.#deposit(), isDone: () => this.#isDeposited() },
      { name: 'open', act: () => this.#open(), isDone: () => this.isIn('RESERVED') },
      { name: 'start', act: () => this.#start(), isDone: () => this.isIn('RUNNING') },
      {
        name: 'settle',
        act: () => this.#keepAfter(usedSeconds),
        isDone: async () => ((await this.#onChain())?.claimedUnits ?? 0n) > 0n,
      },
      { name: 'stop', act: () => this.#stop(), isDone: () => this.isIn('ENDED') },
      {
        name: 'close',
        act: () => this.#keepAfter(windowSeconds + 60),
        isDone: () => this.isIn('CLOSED'),
      },
    ];
  }

  async #deposit(): Promise<void> {
    await depositPlayMoney(this.#stand, this.#seat, this.#depositUnits);
    this.#stand.accepted.deposit(this.#renter.address, this.#depositUnits);
  }

  /** The database shows what the contract has. */
  async #isDeposited(): Promise<boolean> {
    const { market, ledger } = this.#stand;
    const { chainId } = market.policy;
    const row = await chainAccounts.find(market.db, chainId, ledger.token, this.#renter.address);
    return (row?.freeUnits ?? 0n) === (await this.#renter.freeUnits());
  }

  async #open(): Promise<void> {
    const { door, accepted } = this.#stand;
    const wish = { listingId: this.#listing.id, depositUnits: this.#depositUnits };
    this.#id = await door.open(this.#renter, wish);
    accepted.opening(this.#id);
  }

  #start(): Promise<void> {
    return this.#stand.door.report(this.#rentalId());
  }

  /** So many seconds go by on the chain, and the keeper looks once the database has seen it. */
  async #keepAfter(seconds: number): Promise<void> {
    const { node, ledger, chain } = this.#stand;
    const { timestamp } = await ledger.client.getBlock();
    await node.setNextBlockTimestamp(Number(timestamp) + seconds);
    await node.mine();
    await chain.work();
    await this.#stand.keep();
  }

  async #stop(): Promise<void> {
    const { door, accepted } = this.#stand;
    await door.stop(this.#renter, this.#rentalId());
    accepted.stop(this.#rentalId());
  }

  async isIn(state: ChainRental['state']): Promise<boolean> {
    const rental = await rentals.find(this.#stand.market.db, this.#rentalId());
    return rental?.state === state && (await this.#onChain())?.state === state;
  }

  async order(): Promise<Order> {
    const rental = await rentals.find(this.#stand.market.db, this.#rentalId());
    if (rental === undefined) throw new Error('it was never opened');
    return rental.order;
  }

  #onChain(): Promise<ChainRental | undefined> {
    const { db, policy } = this.#stand.market;
    return chainRentals.find(db, policy.chainId, this.#rentalId());
  }

  #rentalId(): Hash {
    if (this.#id === undefined) throw new Error('it was never opened');
    return this.#id;
  }
}
