import { accepted, meter, openEscrow, orderOf, provider, renter } from '../fixture/escrow.js';
import { rentalOf } from '../fixture/escrow.js';
import type { Order } from '../rental/order.js';
import { decideSlice } from './decide-slice.js';
import type { BootState, SliceBook, SliceRental } from './slice-book.js';

const start = 1_000_000n;
const notice = 600;
const terms = { class: 'INTERRUPTIBLE', noticeSeconds: notice } as const;

/** A slice with up to five bids of the same renter, in a world of its own. */
function openSlice() {
  const { model, act } = openEscrow();
  const known = new Map<string, Omit<SliceRental, 'rental'> & { order: Order; place: number }>();
  let claim: SliceBook['claim'];

  const slice = {
    act,
    /** Opens a bid, which is the next log of the chain. */
    bid(number: number, pricePerHour: bigint, offerChange: Partial<Order['offer']> = {}) {
      const order = orderOf(number, { pricePerHour }, { ...terms, ...offerChange });
      accepted(act(renter, start, { kind: 'OPEN', order, offerSignature: provider }));
      known.set(order.salt, {
        order,
        place: known.size,
        boot: 'NOT_UP',
        ours: true,
        machineUp: true,
      });
      return order;
    },
    start: (order: Order, at = start) => accepted(act(meter, at, { kind: 'START', order })),
    preempt: (order: Order, byNew: Order, at = start) =>
      accepted(act(meter, at, { kind: 'PREEMPT', order, byNew })),
    set(order: Order, change: { boot?: BootState; ours?: boolean; place?: number }) {
      const one = known.get(order.salt);
      if (one !== undefined) known.set(order.salt, { ...one, ...change });
    },
    claim(pricePerHourUnits: bigint, openUntil: bigint) {
      claim = { rentalId: orderOf(99).salt, pricePerHourUnits, openUntil };
    },
    next(now = start) {
      const rentals = [...known.values()].map(({ order, place, ...rest }) => {
        const priced = { blockNumber: 7n, logIndex: place, timestamp: start };
        return { ...rest, rental: { ...rentalOf(model, order), priced } };
      });
      return decideSlice({ rentals, claim }, now);
    },
  };
  return slice;
}

let slice: ReturnType<typeof openSlice>;
beforeEach(() => {
  slice = openSlice();
});

describe('a free slice', () => {
  it('needs nothing where nobody bids', () => {
    expect(slice.next()).toEqual({ do: 'NOTHING' });
  });

  it('goes to the highest bid, and its clock starts when its instance is up', () => {
    slice.bid(1, 590_000n);
    const best = slice.bid(2, 600_000n);
    slice.bid(3, 595_000n);
    expect(slice.next()).toEqual({ do: 'GIVE', rentalId: best.salt });
    slice.set(best, { boot: 'UP' });
    expect(slice.next()).toEqual({ do: 'START', rentalId: best.salt });
  });

  it('goes, of equal bids, to the one whose price the chain took first', () => {
    const second = slice.bid(1, 600_000n);
    const first = slice.bid(2, 600_000n);
    slice.set(second, { place: 9 });
    expect(slice.next()).toEqual({ do: 'GIVE', rentalId: first.salt });
  });

  it('goes to a higher bid while a lower one still boots, but not once that is about to run', () => {
    const low = slice.bid(1, 590_000n);
    expect(slice.next()).toEqual({ do: 'GIVE', rentalId: low.salt });
    const high = slice.bid(2, 600_000n);
    expect(slice.next()).toEqual({ do: 'GIVE', rentalId: high.salt });
    slice.set(low, { boot: 'STARTING' });
    expect(slice.next()).toEqual({ do: 'NOTHING' });
  });

  it('goes past a bid whose instance did not come up, which comes last', () => {
    const low = slice.bid(1, 590_000n);
    const high = slice.bid(2, 600_000n);
    slice.set(high, { boot: 'FAILED' });
    expect(slice.next()).toEqual({ do: 'GIVE', rentalId: low.salt });
    slice.set(low, { boot: 'FAILED' });
    expect(slice.next()).toEqual({ do: 'GIVE', rentalId: high.salt });
  });

  it('goes past a bid that missed its start deadline, in the second after', () => {
    const bid = slice.bid(1, 590_000n);
    const deadline = BigInt(bid.startDeadline);
    expect(slice.next(deadline)).toEqual({ do: 'GIVE', rentalId: bid.salt });
    expect(slice.next(deadline + 1n)).toEqual({ do: 'NOTHING' });
  });

  it('goes past a bid that is not the market’s to start', () => {
    slice.set(slice.bid(1, 590_000n), { ours: false });
    expect(slice.next()).toEqual({ do: 'NOTHING' });
  });

  it('is opened for an order on demand before any bid', () => {
    slice.bid(1, 590_000n);
    slice.claim(1n, start);
    expect(slice.next()).toEqual({ do: 'OPEN', rentalId: orderOf(99).salt });
  });
});

describe('a slice with a running bid', () => {
  let running: Order;
  beforeEach(() => {
    running = slice.bid(1, 590_000n);
    slice.start(running);
  });

  it('is left to it by an equal bid, and taken by a higher one', () => {
    slice.bid(2, 590_000n);
    expect(slice.next()).toEqual({ do: 'NOTHING' });
    const higher = slice.bid(3, 590_001n);
    expect(slice.next()).toEqual({
      do: 'PREEMPT',
      rentalId: running.salt,
      byNew: higher.salt,
      byPriceUnits: 590_001n,
    });
  });

  it('is not taken by a bid whose instance did not come up before', () => {
    slice.set(slice.bid(2, 600_000n), { boot: 'FAILED' });
    expect(slice.next()).toEqual({ do: 'NOTHING' });
  });

  it('is not taken by a bid that would be too late when the notice is over', () => {
    const higher = slice.bid(2, 600_000n);
    const latest = BigInt(higher.startDeadline - notice);
    expect(slice.next(latest)).toMatchObject({ do: 'PREEMPT', byNew: higher.salt });
    expect(slice.next(latest + 1n)).toEqual({ do: 'NOTHING' });
  });

  it('is taken by an order on demand at any price, if that can still be opened after the notice', () => {
    slice.claim(1n, start + BigInt(notice));
    const byNew = orderOf(99).salt;
    const step = { do: 'PREEMPT', rentalId: running.salt, byNew, byPriceUnits: 1n };
    expect(slice.next()).toEqual(step);
    expect(slice.next(start + 1n)).toEqual({ do: 'OPEN', rentalId: byNew });
  });

  it('waits for the end of the notice, then goes to the winner', () => {
    const higher = slice.bid(2, 600_000n);
    slice.preempt(running, higher);
    const until = start + BigInt(notice);
    expect(slice.next()).toEqual({ do: 'WAIT', until });
    expect(slice.next(until - 1n)).toEqual({ do: 'WAIT', until });
    expect(slice.next(until)).toEqual({ do: 'GIVE', rentalId: higher.salt });
  });

  it('comes back to it when the winner is gone, or when it has raised its bid meanwhile', () => {
    const higher = slice.bid(2, 600_000n);
    slice.preempt(running, higher);
    accepted(
      slice.act(renter, start, { kind: 'REPRICE', order: running, pricePerHourUnits: 600_001n }),
    );
    const until = start + BigInt(notice);
    expect(slice.next(until)).toEqual({ do: 'GIVE', rentalId: running.salt });
    slice.set(running, { boot: 'UP' });
    expect(slice.next(until)).toEqual({ do: 'RESUME', rentalId: running.salt });
  });

  it('is not given back to a bid that its renter paused', () => {
    const signed = { rentalId: running.salt, turn: 1, deadline: 9_000_000 };
    const pause = { kind: 'PAUSE', order: running, signed, signature: undefined } as const;
    accepted(slice.act(renter, start, pause));
    expect(slice.next()).toEqual({ do: 'NOTHING' });
  });

  it('has its end recorded when its money or time has run out', () => {
    const solvent = start + (running.deposit * 3_600n) / running.pricePerHour;
    slice.bid(2, 590_001n);
    expect(slice.next(solvent)).toEqual({ do: 'END', rentalId: running.salt });
  });
});

it('leaves an on-demand rental alone, reserved or running', () => {
  const order = slice.bid(1, 590_000n, { class: 'ON_DEMAND' });
  slice.bid(2, 900_000n);
  slice.claim(1n, 2_000_000n);
  expect(slice.next()).toEqual({ do: 'NOTHING' });
  slice.start(order);
  expect(slice.next()).toEqual({ do: 'NOTHING' });
});
