import { chainAccounts, chainRentals, rentals } from '@gpuflow/db';
import type { ChainRental, Hash, Listing, Order } from '@gpuflow/domain';
import { escrowDomain, orderTypedData, stopTypedData, type Wallet } from '@gpuflow/escrow';
import {
  keepRentals,
  openRental,
  proveInstance,
  quoteRental,
  stopRental,
} from '@gpuflow/marketplace';

import { listMachine, windowSeconds } from './listed-machine.ts';
import type { Random } from './random.ts';
import { peopleMax, seats } from './seats.ts';
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
  renter: Wallet;
  /** Takes back the note of the deposit, where the chain has forgotten it. */
  forgetDeposit(): void;
}

export async function newLife(stand: Stand, random: Random, trial: number): Promise<Life> {
  const turn = trial % peopleMax;
  const renter = stand.wallet(seats.firstRenter + turn);
  const provider = stand.wallet(seats.firstProvider + turn);
  const listing = await listMachine(stand, provider, random);
  const depositUnits = BigInt(random.between(2_000_000, 5_000_000));
  const rental = new RentalInHand(stand, renter, listing, depositUnits);
  return {
    renter,
    steps: rental.steps(random),
    forgetDeposit: () => stand.accepted.deposit(renter.address, -depositUnits),
  };
}

class RentalInHand {
  readonly #stand: Stand;
  readonly #renter: Wallet;
  readonly #listing: Listing;
  readonly #depositUnits: bigint;
  #id: Hash | undefined;
  #order: Order | undefined;

  constructor(stand: Stand, renter: Wallet, listing: Listing, depositUnits: bigint) {
    this.#stand = stand;
    this.#renter = renter;
    this.#listing = listing;
    this.#depositUnits = depositUnits;
  }

  steps(random: Random): Step[] {
    const usedSeconds = random.between(2 * windowSeconds, 7_200);
    return [
      { name: 'deposit', act: () => this.#deposit(), isDone: () => this.#isDeposited() },
      { name: 'open', act: () => this.#open(), isDone: () => this.#isIn('RESERVED') },
      { name: 'start', act: () => this.#start(), isDone: () => this.#isIn('RUNNING') },
      {
        name: 'settle',
        act: () => this.#keepAfter(usedSeconds),
        isDone: async () => ((await this.#onChain())?.claimedUnits ?? 0n) > 0n,
      },
      { name: 'stop', act: () => this.#stop(), isDone: () => this.#isIn('ENDED') },
      {
        name: 'close',
        act: () => this.#keepAfter(windowSeconds + 60),
        isDone: () => this.#isIn('CLOSED'),
      },
    ];
  }

  async #deposit(): Promise<void> {
    await this.#renter.mintDemo(this.#depositUnits);
    await this.#renter.approveAndDeposit(this.#depositUnits);
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
    const { market, node, ledger, accepted } = this.#stand;
    const domain = escrowDomain(node.chainId, ledger.escrow);
    const renter = this.#renter;
    const { order, rentalId } = await quoteRental(market, {
      listingId: this.#listing.id,
      renter: renter.address,
      seconds: 7_200,
      depositUnits: this.#depositUnits,
    });
    this.#id = rentalId;
    this.#order = order;
    await openRental(market, {
      actor: { kind: 'WALLET', address: renter.address },
      key: rentalId,
      chainId: node.chainId,
      listingId: this.#listing.id,
      order,
      signature: await renter.signTypedData(orderTypedData(domain, order), 'Order'),
    });
    accepted.opening(rentalId);
  }

  /** The probe's right answer. */
  #start(): Promise<void> {
    return proveInstance(this.#stand.market, { rentalId: this.#rentalId() });
  }

  /** So many seconds go by on the chain, and the keeper looks once the database has seen it. */
  async #keepAfter(seconds: number): Promise<void> {
    const { node, ledger, market, chain } = this.#stand;
    const { timestamp } = await ledger.client.getBlock();
    await node.setNextBlockTimestamp(Number(timestamp) + seconds);
    await node.mine();
    await chain.work();
    await keepRentals(market);
  }

  async #stop(): Promise<void> {
    const { market, node, ledger, accepted } = this.#stand;
    const rentalId = this.#rentalId();
    const stop = { rentalId, deadline: this.#order?.maxEnd ?? 0 };
    const domain = escrowDomain(node.chainId, ledger.escrow);
    await stopRental(market, {
      actor: { kind: 'WALLET', address: this.#renter.address },
      key: `stop-${rentalId}`,
      chainId: node.chainId,
      stop,
      signature: await this.#renter.signTypedData(stopTypedData(domain, stop), 'Stop'),
    });
    accepted.stop(rentalId);
  }

  async #isIn(state: ChainRental['state']): Promise<boolean> {
    const rental = await rentals.find(this.#stand.market.db, this.#rentalId());
    return rental?.state === state && (await this.#onChain())?.state === state;
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
