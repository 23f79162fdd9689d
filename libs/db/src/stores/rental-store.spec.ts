import { eachTestItsDatabase, rent } from '../fixture/market.js';
import {
  addressOf,
  chainId,
  chainRentalOf,
  hashOf,
  listingOf,
  machineOf,
  noon,
  offerOf,
  orderOf,
  positionOf,
  rentalOf,
  renter,
  token,
  unitsMax,
  uuidOf,
} from '../fixture/samples.js';
import {
  cancelledOrders,
  chainRentals,
  chainTokens,
  listings,
  machines,
  rentals,
} from '../index.js';

const market = eachTestItsDatabase();
const dollar = {
  address: token,
  symbol: 'dUSD',
  decimals: 6,
  listed: true,
  feesWithdrawnUnits: 0n,
  lastBlock: 3n,
};
/** All is confirmed up to this block, whatever was paid. */
const upTo = (height: bigint) => [{ fromTokens: 0n, height }];

describe('rentals', () => {
  it('come back as they were written', async () => {
    const order = orderOf({ deposit: unitsMax });
    await rent(market.db, 1, { order });
    const rental = rentalOf(1, { order });
    expect(await rentals.find(market.db, rental.id)).toEqual(rental);
    expect(await rentals.lock(market.db, rental.id)).toEqual(rental);
    expect(await rentals.findMany(market.db, [rental.id])).toEqual([rental]);
    expect(await rentals.pledgedUnits(market.db, renter, token)).toBe(unitsMax);
  });

  it.each(['FUNDING', 'RESERVED', 'RUNNING', 'HALTED'] as const)(
    'hold their listing: %s',
    async (state) => {
      await rent(market.db, 1, { state });
      const second = rentalOf(1, { id: hashOf(9) });
      await expect(rentals.insert(market.db, second)).rejects.toThrow();
      expect((await rentals.holderOf(market.db, second.listingId))?.id).toBe(rentalOf(1).id);
      expect(await rentals.heldAmong(market.db, [uuidOf(0x3001), uuidOf(0x3002)])).toEqual(
        new Set([uuidOf(0x3001)]),
      );
    },
  );

  it.each(['ENDED', 'CLOSED', 'REFUSED'] as const)('let go of it: %s', async (state) => {
    await rent(market.db, 1, { state });
    expect(await rentals.holderOf(market.db, rentalOf(1).listingId)).toBeUndefined();
    await rentals.insert(market.db, rentalOf(1, { id: hashOf(9) }));
  });

  it('promise the deposits of all that is in flight in one token', async () => {
    await rent(market.db, 1);
    await rent(market.db, 2, { order: orderOf({ deposit: 7n }) });
    await rent(market.db, 3, { state: 'RESERVED' });
    await rent(market.db, 4, { renter: addressOf(9) });
    await rent(market.db, 5, { order: orderOf({ offer: offerOf({ token: addressOf(8) }) }) });
    expect(await rentals.pledgedUnits(market.db, renter, token)).toBe(5_000_007n);
    expect(await rentals.pledgedUnits(market.db, addressOf(404), token)).toBe(0n);
  });

  it('promise nothing more once the chain has debited them', async () => {
    await rent(market.db, 1);
    await rent(market.db, 2, { order: orderOf({ deposit: 7n }) });
    await chainRentals.save(market.db, chainId, [chainRentalOf(1)]);
    expect(await rentals.pledgedUnits(market.db, renter, token)).toBe(7n);
  });

  it('say why they were refused', async () => {
    await rent(market.db, 1, { orderSignature: undefined });
    const facts = { have: 1n, want: 2n };
    await rentals.refuse(market.db, rentalOf(1).id, { code: 'INSUFFICIENT_BALANCE', facts });
    expect(await rentals.find(market.db, rentalOf(1).id)).toEqual(
      rentalOf(1, {
        orderSignature: undefined,
        state: 'REFUSED',
        refusal: { code: 'INSUFFICIENT_BALANCE', facts: { have: '1', want: '2' } },
      }),
    );
  });

  it('wait for confirmation where the chain tells more, in its order, up to a block', async () => {
    for (const n of [1, 2, 3, 4]) await rent(market.db, n);
    await chainRentals.save(market.db, chainId, [
      chainRentalOf(1, { last: positionOf(12n) }),
      chainRentalOf(2, { last: positionOf(11n) }),
      chainRentalOf(3, { last: positionOf(13n) }),
    ]);
    const awaiting = (block: bigint, limit = 10) =>
      rentals.awaitingConfirmation(market.db, chainId, upTo(block), limit);
    expect(await awaiting(12n)).toEqual([rentalOf(2).id, rentalOf(1).id]);
    expect(await awaiting(12n, 1)).toEqual([rentalOf(2).id]);
    await rentals.follow(market.db, rentalOf(2).id, { state: 'RESERVED', chainSeq: 1 });
    expect(await awaiting(12n)).toEqual([rentalOf(1).id]);
    expect(await rentals.awaitingConfirmation(market.db, 1, upTo(12n), 10)).toEqual([]);
  });

  it('wait for more blocks the more was paid in, in whole tokens', async () => {
    await chainTokens.save(market.db, chainId, [dollar]);
    for (const n of [1, 2, 3]) await rent(market.db, n);
    await chainRentals.save(market.db, chainId, [
      chainRentalOf(1, { last: positionOf(12n) }),
      chainRentalOf(2, { last: positionOf(12n), toppedUpUnits: 94_999_999n }),
      chainRentalOf(3, { last: positionOf(12n), toppedUpUnits: 95_000_000n }),
    ]);
    const awaiting = (head: bigint) =>
      rentals.awaitingConfirmation(
        market.db,
        chainId,
        [
          { fromTokens: 0n, height: head },
          { fromTokens: 100n, height: head - 10n },
          { fromTokens: 101n, height: 0n },
        ],
        10,
      );
    expect(await awaiting(12n)).toEqual([rentalOf(1).id, rentalOf(2).id]);
    expect(await awaiting(21n)).toHaveLength(2);
    expect(await awaiting(22n)).toHaveLength(3);
  });

  it('are taken back where the chain says so of an order that still waits for money', async () => {
    await rent(market.db, 1);
    await rent(market.db, 2, { state: 'RUNNING', chainSeq: 2 });
    await cancelledOrders.save(market.db, chainId, [
      { rentalId: rentalOf(1).id, lastBlock: 12n },
      { rentalId: rentalOf(2).id, lastBlock: 12n },
    ]);
    expect(await rentals.takenBack(market.db, chainId, upTo(11n), 10)).toEqual([]);
    expect(await rentals.takenBack(market.db, chainId, upTo(12n), 10)).toEqual([rentalOf(1).id]);
    await cancelledOrders.remove(market.db, chainId, [rentalOf(1).id]);
    expect(await rentals.takenBack(market.db, chainId, upTo(12n), 10)).toEqual([]);
  });

  it('wait for confirmation where the chain tells something else by the same number', async () => {
    await rent(market.db, 1, { state: 'RUNNING', chainSeq: 2 });
    await rent(market.db, 2, { state: 'RUNNING', chainSeq: 2 });
    await chainRentals.save(market.db, chainId, [
      chainRentalOf(1, { seq: 2, state: 'ENDED' }),
      chainRentalOf(2, { seq: 2, state: 'RUNNING' }),
    ]);
    expect(await rentals.awaitingConfirmation(market.db, chainId, upTo(99n), 10)).toEqual([
      rentalOf(1).id,
    ]);
  });

  it('are orphaned where the chain tells less than the market acted on', async () => {
    await rent(market.db, 1);
    await rent(market.db, 2, { state: 'RESERVED', chainSeq: 1 });
    await rent(market.db, 3, { state: 'RUNNING', chainSeq: 2 });
    await rent(market.db, 4, { state: 'CLOSED', chainSeq: 3 });
    await rent(market.db, 5, { state: 'RUNNING', chainSeq: 2 });
    await chainRentals.save(market.db, chainId, [
      chainRentalOf(3, { seq: 1 }),
      chainRentalOf(4, { seq: 3, state: 'RUNNING' }),
      chainRentalOf(5, { seq: 3, state: 'ENDED' }),
    ]);
    const ids = [2, 3, 4].map((n) => rentalOf(n).id);
    expect(await rentals.orphaned(market.db, chainId, 10)).toEqual(ids);
    expect(await rentals.orphaned(market.db, chainId, 1)).toEqual(ids.slice(0, 1));
  });
});

describe('rentals that were opened past the market', () => {
  const adoptable = (block: bigint) => rentals.adoptable(market.db, chainId, upTo(block), 10);
  const opened = async (n: number, changes: object = {}) => {
    const { order } = rentalOf(n);
    const { offer } = listingOf(n);
    const chain = chainRentalOf(n, { order: { ...order, offer }, ...changes });
    await chainRentals.save(market.db, chainId, [chain]);
  };
  const listed = async (n: number, changes: object = {}) => {
    await machines.insert(market.db, machineOf(n));
    await listings.insert(market.db, listingOf(n, changes));
  };

  it('can be adopted by the free listing whose offer they accepted, once they are confirmed', async () => {
    await listed(1);
    await opened(1, { last: positionOf(12n) });
    expect(await adoptable(11n)).toEqual([]);
    expect(await adoptable(12n)).toEqual([
      { rentalId: rentalOf(1).id, listingId: listingOf(1).id },
    ]);
    await rentals.insert(market.db, rentalOf(1, { id: hashOf(9) }));
    expect(await adoptable(12n)).toEqual([]);
  });

  it('are left where the listing is withdrawn, or they have ended, or the market has them', async () => {
    await listed(1, { state: 'WITHDRAWN', withdrawnAt: noon });
    await listed(2);
    await opened(1);
    await opened(2, { state: 'ENDED' });
    await rent(market.db, 3);
    await opened(3);
    expect(await adoptable(99n)).toEqual([]);
  });
});
