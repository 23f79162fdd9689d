import { randomUUID } from 'node:crypto';

import { instances, listings, rentals } from '@gpuflow/db';
import { grossAt, type Hash, type Listing, type Machine, type Rental } from '@gpuflow/domain';

import { partyOf, type Party } from '../fixture/keys.js';
import { chainStart, eachTestItsMarket, otherRenter, renter, token } from '../fixture/market.js';
import { openModelChain, type ModelChain } from '../fixture/model-chain.js';
import { recorded } from '../fixture/observed.js';
import { addMachine, publicationOf, TestAgent } from '../fixture/providers.js';
import { openingOf } from '../fixture/rentals.js';
import { terms } from '../fixture/terms.js';
import { publishListing } from '../listings/publish-listing.js';
import { judgeDueMachines } from '../reliability/judge-due-machines.js';
import { openRental } from '../rentals/open-rental.js';
import { proveInstance } from '../rentals/prove-instance.js';
import { matchBids } from './match-bids.js';

const market = eachTestItsMarket();
const third = partyOf('third renter');
const notice = 600;
const bidding = {
  class: 'INTERRUPTIBLE',
  noticeSeconds: notice,
  storagePricePerHour: 59_000n,
  startWithin: 7_200,
  retroBudget: 14_400,
} as const;
let bids = 0;

describe('bids for a slice', () => {
  let chain: ModelChain;
  let listing: Listing;
  let machine: Machine;

  beforeEach(async () => {
    chain = openModelChain(market, chainStart);
    machine = await addMachine(market);
    listing = await publishListing(market, publicationOf(machine, bidding));
    for (const { address: owner } of [renter, otherRenter, third])
      await chain.act(owner, { kind: 'DEPOSIT', token, owner, amountUnits: 50_000_000n });
  });

  /** A bid whose money is held. */
  async function bid(pricePerHour: bigint, by: Party = renter): Promise<Rental> {
    bids += 1;
    const salt: Hash = `0x${bids.toString(16).padStart(64, '0')}`;
    const deadline = chainStart + 7_200;
    const terms = { pricePerHour, salt, startDeadline: deadline, validUntil: deadline };
    const rental = await openRental(market, openingOf(listing, terms, by));
    await chain.carryOut();
    return rental;
  }

  /** The machine has brought the instance up, and a probe was answered. */
  async function boot({ id }: Rental): Promise<void> {
    const instance = await instances.find(market.db, id);
    if (instance?.desired !== 'RUN') throw new Error('the machine is not to bring it up');
    await proveInstance(market, { rentalId: id });
  }

  /** A bid that runs since `chainStart`. */
  async function running(pricePerHour: bigint): Promise<Rental> {
    const rental = await bid(pricePerHour);
    await boot(rental);
    await chain.carryOut();
    return rental;
  }

  const desired = async ({ id }: Rental) => (await instances.find(market.db, id))?.desired;
  const stateOf = async ({ id }: Rental) => (await rentals.find(market.db, id))?.state;

  it('wait without an instance, but for the highest', async () => {
    const low = await bid(600_000n);
    const high = await bid(610_000n, otherRenter);
    expect([await stateOf(low), await stateOf(high)]).toEqual(['RESERVED', 'RESERVED']);
    expect([await desired(low), await desired(high)]).toEqual(['PAUSE', 'RUN']);
    expect(await desired(await bid(605_000n, third))).toBeUndefined();
  });

  it('are preempted by a higher one, wait for storage, and resume when that is gone', async () => {
    const low = await running(590_000n);
    await chain.passTo(chainStart + 3_000);
    const high = await bid(600_000n, otherRenter);
    expect(await chain.carryOut()).toEqual([`preempt-at-1-by-${high.id}`]);
    expect(await stateOf(low)).toBe('HALTED');
    expect(chain.rental(low.id).outbid).toEqual({ byNew: high.id, byPriceUnits: 600_000n });
    // The full price runs on, and so does the instance.
    await chain.passTo(chainStart + 3_000 + notice - 1);
    await matchBids(market);
    expect([await desired(low), await desired(high)]).toEqual(['RUN', undefined]);

    await chain.passTo(chainStart + 3_000 + notice);
    await Promise.all([matchBids(market), matchBids(market)]);
    expect([await desired(low), await desired(high)]).toEqual(['PAUSE', 'RUN']);
    await boot(high);
    expect(await chain.carryOut()).toEqual(['start']);
    expect(await stateOf(high)).toBe('RUNNING');

    await chain.passTo(chainStart + 7_200);
    await chain.act(otherRenter.address, { kind: 'STOP', order: high.order });
    expect([await desired(low), await desired(high)]).toEqual(['RUN', 'STOP']);
    await boot(low);
    expect(await chain.carryOut()).toEqual(['resume-at-2']);
    expect(await stateOf(low)).toBe('RUNNING');
    // An hour at 590,000, an hour of storage at 59,000.
    expect(grossAt(chain.rental(low.id), BigInt(chainStart + 7_200))).toBe(649_000n);
    expect(await recorded(market, `rental:${low.id}`)).toEqual([
      'rental.opening_requested',
      'rental.reserved',
      'bid.given_slice',
      'instance.proved',
      'bid.start_requested',
      'rental.running',
      'bid.preempt_requested',
      'rental.preempted',
      'bid.slice_taken_back',
      'bid.given_slice',
      'instance.proved',
      'bid.resume_requested',
      'rental.resumed',
    ]);
  });

  it('stop with their machine, leave it to nobody, and resume when it is heard and the best has proved itself', async () => {
    const agent = await TestAgent.start(market, machine, randomUUID());
    const best = await running(600_000n);
    const other = await bid(590_000n, otherRenter);
    await chain.passTo(chainStart + 50);
    await agent.beat();
    await chain.passTo(chainStart + 120);
    await judgeDueMachines(market);
    await matchBids(market);
    expect(await chain.carryOut()).toEqual([`halt-at-1-since-${chainStart + 50}`]);
    expect(chain.rental(best.id)).toMatchObject({ state: 'HALTED', halt: 'DOWN' });
    await matchBids(market);
    expect(await desired(other)).toBeUndefined();
    expect(await chain.carryOut()).toEqual([]);

    await chain.passTo(chainStart + 1_000);
    await agent.beat();
    await matchBids(market);
    expect([await desired(best), await desired(other)]).toEqual(['RUN', undefined]);
    expect(await chain.carryOut()).toEqual([]);
    await boot(best);
    expect(await chain.carryOut()).toEqual(['resume-at-2']);
    expect(await stateOf(best)).toBe('RUNNING');
    expect(grossAt(chain.rental(best.id), BigInt(chainStart + 7_200))).toBe(
      (600_000n * (50n + 6_200n)) / 3_600n,
    );
  });

  it('are not preempted by an equal one', async () => {
    await running(590_000n);
    await bid(590_000n, otherRenter);
    await matchBids(market);
    expect(await chain.carryOut()).toEqual([]);
  });

  it('go back to the first when it raises its bid during its notice', async () => {
    const low = await running(590_000n);
    const high = await bid(600_000n, otherRenter);
    await chain.carryOut();
    const raise = { kind: 'REPRICE', order: low.order, pricePerHourUnits: 610_000n } as const;
    await chain.act(renter.address, raise);
    await chain.passTo(chainStart + notice);
    await matchBids(market);
    expect([await desired(low), await desired(high)]).toEqual(['RUN', undefined]);
    await boot(low);
    expect(await chain.carryOut()).toEqual(['resume-at-3']);
  });

  it('pass one whose instance does not come up, and do not preempt for it again', async () => {
    const low = await running(590_000n);
    const high = await bid(600_000n, otherRenter);
    await chain.carryOut();
    await chain.passTo(chainStart + notice);
    await matchBids(market);
    expect(await desired(high)).toBe('RUN');
    await chain.passTo(chainStart + notice + 901);
    await matchBids(market);
    expect([await desired(low), await desired(high)]).toEqual(['RUN', 'STOP']);
    await boot(low);
    expect(await chain.carryOut()).toEqual(['resume-at-2']);
    await matchBids(market);
    expect(await chain.carryOut()).toEqual([]);
  });

  it('give way to an order on demand, which opens when the notice is over', async () => {
    const low = await running(590_000n);
    const demand = await onDemand();
    const order = openingOf(
      demand,
      {
        validUntil: chainStart + notice + 300,
        startDeadline: chainStart + notice + 900,
        salt: terms.hashOffer(demand.offer),
      },
      otherRenter,
    );
    const rental = await openRental(market, order);
    expect(await chain.carryOut()).toEqual([`preempt-at-1-by-${rental.id}`]);
    expect([await stateOf(rental), await stateOf(low)]).toEqual(['FUNDING', 'HALTED']);
    await matchBids(market);
    expect(await chain.carryOut()).toEqual([]);
    await chain.passTo(chainStart + notice);
    await matchBids(market);
    expect(await desired(low)).toBe('RUN');
    expect(await chain.carryOut()).toEqual(['open']);
    expect([await desired(low), await desired(rental)]).toEqual(['PAUSE', 'RUN']);
    await proveInstance(market, { rentalId: rental.id });
    await chain.carryOut();
    expect(await stateOf(rental)).toBe('RUNNING');
  });

  it('do not give way to an order on demand that would be too late', async () => {
    await running(590_000n);
    const late = openRental(market, openingOf(await onDemand(), {}, otherRenter));
    await expect(late).rejects.toMatchObject({
      code: 'TERMS_OUT_OF_BOUNDS',
      facts: { term: 'validUntil', bound: BigInt(chainStart + notice) },
    });
  });

  it('are refused below the floor', async () => {
    await expect(bid(589_999n)).rejects.toMatchObject({
      code: 'PRICE_BELOW_OFFER',
      facts: { have: 589_999n, want: 590_000n },
    });
  });

  /** The same slice on demand. */
  async function onDemand(): Promise<Listing> {
    const machine = { ...listing, offer: { ...listing.offer, class: 'ON_DEMAND' as const } };
    const offer = { ...machine.offer, salt: terms.hashOffer(listing.offer), startWithin: 900 };
    const other = { ...listing, id: randomUUID(), offer, offerHash: terms.hashOffer(offer) };
    await listings.insert(market.db, other);
    return other;
  }
});
