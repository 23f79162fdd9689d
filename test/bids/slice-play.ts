import {
  decideSlice,
  endCap,
  holderOf,
  isWaiting,
  type Address,
  type BootState,
  type EscrowRental,
  type Hash,
  type Operation,
  type Order,
  type SliceBook,
  type SliceStep,
} from '@gpuflow/domain';

import { bidOrder, claimOrder, meter, provider, stranger, token } from './bid-terms.ts';
import type { Happening } from './happenings.ts';
import { openModelChain, type ModelChain } from './model-chain.ts';

/** How the world around the market is, in seconds. */
export interface Pace {
  notice: number;
  /** From the assignment to the answered probe. */
  boot: number;
  /** From the wish for a call to its block. */
  lag: number;
}

/** What a moment looks like when all has been done that can be done in it. */
export interface Moment {
  now: bigint;
  /** The rental that holds the slice. */
  holder: EscrowRental | undefined;
  /** Bids that wait for it: their renters want it, they have time and money, and no instance of theirs has failed here. */
  waiting: EscrowRental[];
  /** Since when an order on demand waits to be opened. */
  claimedAt: bigint | undefined;
  /** When a renter last let its own paused rental run again, which takes a slice that is free for a moment. */
  disturbedAt: bigint;
}

interface Waiting {
  boot: BootState;
  upAt: bigint | undefined;
  /** Its image never answers. */
  broken: boolean;
}

/** More steps than one moment can need: what takes more would never end. */
const stepsMax = 20;
const startsAt = 1_000_000n;

/** Plays a slice by the market's decisions against the escrow's model, second by second where anything is due. */
export class SlicePlay {
  readonly chain: ModelChain = openModelChain(token);
  readonly moments: Moment[] = [];
  /** What was decided in order to run something, and what could have run then. */
  readonly given: { rentalId: Hash; among: EscrowRental[] }[] = [];
  /** Calls of the market that the contract refused. */
  readonly refused: string[] = [];
  readonly #bids = new Map<Hash, Waiting>();
  readonly #latest = new Map<number, Order>();
  readonly #pending = new Map<string, { due: bigint; send: () => void }>();
  #now = startsAt;
  #claim: { order: Order; at: bigint } | undefined;
  #onDemand: Order | undefined;
  #orders = 0;
  #given: Hash | undefined;
  #disturbedAt = 0n;

  readonly #pace: Pace;

  constructor(pace: Pace) {
    this.#pace = pace;
    for (const owner of [0, 1, 2, 3, 9].map(renterOf)) {
      const deposit = { kind: 'DEPOSIT', token, owner, amountUnits: 10n ** 12n } as const;
      this.chain.act(owner, startsAt, deposit);
    }
  }

  /** Plays what happens, and what follows from it until a day later. */
  play(happenings: readonly Happening[]): this {
    this.#settle();
    for (const happening of happenings) {
      this.#passTo(this.#now + BigInt(happening.after));
      this.#happen(happening);
      this.#settle();
    }
    this.#passTo(this.#now + 86_400n);
    return this;
  }

  /** Through every second in which something is due. */
  #passTo(until: bigint): void {
    for (let due = this.#nextDue(); due !== undefined && due < until; due = this.#nextDue()) {
      this.#now = due;
      this.#settle();
    }
    this.#now = until;
    this.#settle();
  }

  #nextDue(): bigint | undefined {
    const rentals = [...this.chain.books.rentals.values()].filter(isLive);
    const times = [
      ...[...this.#pending.values()].map(({ due }) => due),
      ...[...this.#bids.values()].flatMap(({ upAt }) => upAt ?? []),
      ...rentals.flatMap((one) => [endCap(one), one.clock.current.from]),
      ...rentals.map(({ order }) => BigInt(order.startDeadline) + 1n),
    ];
    const ahead = times.filter((time) => time > this.#now);
    return ahead.length === 0 ? undefined : ahead.reduce((a, b) => (a < b ? a : b));
  }

  /** Everything that is due in this second, and every step that the market decides on. */
  #settle(): void {
    for (let steps = 0; ; steps += 1) {
      if (steps > stepsMax) throw new Error('the market does not come to rest');
      this.#bootWhatIsUp();
      const sent = this.#sendDue();
      if (!this.#follow(decideSlice(this.#book(), this.#now)) && !sent) break;
    }
    this.#note();
  }

  #sendDue(): boolean {
    const due = [...this.#pending].filter(([, one]) => one.due <= this.#now);
    for (const [key, { send }] of due) {
      this.#pending.delete(key);
      send();
    }
    return due.length > 0;
  }

  #bootWhatIsUp(): void {
    for (const bid of this.#bids.values()) {
      if (bid.upAt === undefined || bid.upAt > this.#now) continue;
      bid.upAt = undefined;
      bid.boot = bid.broken ? 'FAILED' : 'UP';
    }
  }

  /** Does what was decided. Answers whether that changed anything now. */
  #follow(step: SliceStep): boolean {
    switch (step.do) {
      case 'NOTHING':
      case 'WAIT':
        return false;
      case 'GIVE':
        return this.#give(step.rentalId);
      case 'START':
      case 'RESUME':
        return this.#run(step.rentalId, step.do);
      case 'PREEMPT': {
        const byNew = this.#claim?.order ?? this.#orderOf(step.byNew);
        const preempt = { kind: 'PREEMPT', order: this.#orderOf(step.rentalId), byNew } as const;
        return this.#wish(`preempt ${step.rentalId} ${step.byNew}`, meter, preempt);
      }
      case 'END':
        return this.#wish(`end ${step.rentalId}`, stranger, {
          kind: 'STOP',
          order: this.#orderOf(step.rentalId),
        });
      case 'OPEN':
        return this.#open();
    }
  }

  /** The machine boots this one, and whatever it did for another before is gone. */
  #give(rentalId: Hash): boolean {
    const bid = this.#bidOf(rentalId);
    // A machine goes on trying what did not come up.
    if (bid.upAt !== undefined || (bid.boot === 'FAILED' && this.#given === rentalId)) return false;
    for (const other of this.#bids.values()) {
      other.upAt = undefined;
      if (other.boot === 'UP') other.boot = 'NOT_UP';
    }
    this.#noteGiven(rentalId);
    this.#given = rentalId;
    bid.upAt = this.#now + BigInt(this.#pace.boot);
    return this.#pace.boot === 0;
  }

  #run(rentalId: Hash, how: 'START' | 'RESUME'): boolean {
    this.#noteGiven(rentalId);
    this.#bidOf(rentalId).boot = 'STARTING';
    const order = this.#orderOf(rentalId);
    const { turn } = this.#rentalOf(rentalId);
    const signed = { rentalId, turn, since: 0, deadline: 2 ** 40 - 1, evidenceRoot: rentalId };
    const report = { ...signed, kind: 'RESUME' } as const;
    const operation: Operation =
      how === 'START'
        ? { kind: 'START', order }
        : { kind: 'REPORT', order, report, signature: undefined };
    return this.#wish(`run ${rentalId} ${turn}`, meter, operation, () => {
      this.#bidOf(rentalId).boot = 'NOT_UP';
    });
  }

  #open(): boolean {
    const order = this.#claim?.order;
    if (order === undefined) throw new Error('nobody asked for it');
    const signatures = { orderSignature: order.renter, offerSignature: provider };
    const opening = { kind: 'OPEN_BY_SIG', order, ...signatures } as const;
    return this.#wish(`open ${order.salt}`, stranger, opening, (done) => {
      this.#claim = undefined;
      if (done) this.#onDemand = order;
      if (done) for (const bid of this.#bids.values()) Object.assign(bid, notUp(bid));
    });
  }

  /** Has a call made after the lag, once. */
  #wish(
    key: string,
    caller: Address,
    operation: Operation,
    then: (done: boolean) => void = () => undefined,
  ): boolean {
    if (this.#pending.has(key)) return false;
    const send = () => {
      const refusal = this.chain.act(caller, this.#now, operation);
      if (refusal !== undefined) this.refused.push(`${operation.kind}: ${refusal.code}`);
      then(refusal === undefined);
    };
    this.#pending.set(key, { due: this.#now + BigInt(this.#pace.lag), send });
    return this.#pace.lag === 0;
  }

  #happen({ what, who, by }: Happening): void {
    const renter = renterOf(who);
    const order = this.#latest.get(who);
    if (what === 'BID') return this.#bid(who, by);
    if (what === 'DEMAND') return this.#demand(by);
    if (what === 'LEAVE') {
      if (this.#onDemand !== undefined)
        this.chain.act(renterOf(9), this.#now, { kind: 'STOP', order: this.#onDemand });
      return;
    }
    if (order === undefined) return;
    const rental = this.#rentalOf(this.chain.idOf(order));
    const signed = { rentalId: rental.rentalId, turn: rental.turn, deadline: 2 ** 40 - 1 };
    const act = (operation: Operation) => this.chain.act(renter, this.#now, operation);
    switch (what) {
      case 'RAISE':
        act({ kind: 'REPRICE', order, pricePerHourUnits: rental.pricePerHourUnits + BigInt(by) });
        return;
      case 'PAUSE':
        act({ kind: 'PAUSE', order, signed, signature: undefined });
        return;
      case 'RESUME':
        if (!rental.pausedByRenter) return;
        if (act({ kind: 'RESUME', order, signed, signature: undefined }) === undefined)
          this.#disturbedAt = this.#now;
        return;
      case 'STOP':
      case 'CANCEL':
        act({ kind: what, order });
    }
  }

  #bid(who: number, by: number): void {
    const order = bidOrder(this.#now, ++this.#orders, renterOf(who), by, this.#pace.notice);
    const offerSignature = provider;
    if (this.chain.act(order.renter, this.#now, { kind: 'OPEN', order, offerSignature })) return;
    this.#latest.set(who, order);
    const broken = by % 7 === 0;
    this.#bids.set(this.chain.idOf(order), { boot: 'NOT_UP', upAt: undefined, broken });
  }

  /** One order on demand at a time, as the market takes them. */
  #demand(by: number): void {
    const taken = this.#onDemand && isLive(this.#rentalOf(this.chain.idOf(this.#onDemand)));
    if (this.#claim !== undefined || taken === true) return;
    const order = claimOrder(this.#now, ++this.#orders, renterOf(9), by, this.#pace.notice);
    this.#claim = { order, at: this.#now };
  }

  #book(): SliceBook {
    const rentals = [...this.chain.books.rentals.values()].filter(isLive).map((one) => ({
      rental: { ...one, priced: this.chain.pricedAt(one.rentalId) },
      boot: this.#bids.get(one.rentalId)?.boot ?? 'NOT_UP',
      ours: true,
      machineUp: true,
    }));
    return { rentals, claim: this.#claim && this.#claimOf(this.#claim.order) };
  }

  #claimOf(order: Order) {
    const openUntil = BigInt(Math.min(order.validUntil, order.startDeadline));
    const { pricePerHour: pricePerHourUnits } = order;
    return { rentalId: this.chain.idOf(order), pricePerHourUnits, openUntil };
  }

  #note(): void {
    const book = this.#book();
    const waiting = this.#waiting(book);
    const holder = holderOf(book, this.#now)?.rental;
    this.moments.push({
      now: this.#now,
      holder,
      waiting,
      claimedAt: this.#claim?.at,
      disturbedAt: this.#disturbedAt,
    });
    for (const [id, bid] of this.#bids)
      if (this.#rentalOf(id).state === 'RUNNING') Object.assign(bid, notUp(bid));
  }

  #waiting(book: SliceBook): EscrowRental[] {
    const free = book.rentals.filter((one) => isWaiting(one, this.#now));
    return free.filter(({ boot }) => boot !== 'FAILED').map(({ rental }) => rental);
  }

  #noteGiven(rentalId: Hash): void {
    if (this.#bidOf(rentalId).boot === 'FAILED') return;
    this.given.push({ rentalId, among: this.#waiting(this.#book()) });
  }

  #bidOf(rentalId: Hash): Waiting {
    const bid = this.#bids.get(rentalId);
    if (bid === undefined) throw new Error(`${rentalId} is no bid`);
    return bid;
  }

  #rentalOf(rentalId: Hash): EscrowRental {
    const rental = this.chain.books.rentals.get(rentalId);
    if (rental === undefined) throw new Error(`${rentalId} was never opened`);
    return rental;
  }

  #orderOf(rentalId: Hash): Order {
    return this.#rentalOf(rentalId).order;
  }
}

function isLive({ state }: EscrowRental): boolean {
  return state === 'RESERVED' || state === 'RUNNING' || state === 'HALTED';
}

/** What was up is not any more; what failed to come up keeps that name. */
function notUp({ boot }: Waiting): Pick<Waiting, 'boot' | 'upAt'> {
  return { boot: boot === 'FAILED' ? 'FAILED' : 'NOT_UP', upAt: undefined };
}

function renterOf(who: number): Address {
  return `0x${(0xb0 + who).toString(16).repeat(20)}`;
}
