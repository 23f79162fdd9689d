import { eachTestItsDatabase, list, rent, run } from '../../test/market.js';
import {
  addressOf,
  beatingMachineOf,
  chainId,
  chainRentalOf,
  hashOf,
  instanceOf,
  later,
  listingOf,
  machineOf,
  noon,
  offerOf,
  orderOf,
  positionOf,
  provider,
  rentalOf,
  renter,
  token,
  unitsMax,
  uuidOf,
} from '../../test/samples.js';
import { chainRentals, instances, listings, machines, rentals } from '../index.js';

const market = eachTestItsDatabase();

describe('machines', () => {
  it('come back as they were written', async () => {
    const machine = beatingMachineOf(1, noon);
    expect(await machines.insert(market.db, machine)).toBe(true);
    expect(await machines.find(market.db, machine.id)).toEqual(machine);
    expect(await machines.findByAgentKey(market.db, machine.agentKey)).toEqual(machine);
    expect(await machines.lock(market.db, machine.id)).toEqual(machine);
    expect(await machines.findMany(market.db, [machine.id, uuidOf(404)])).toEqual([machine]);
    expect(await machines.listOfProvider(market.db, provider)).toEqual([machine]);
    expect(await machines.find(market.db, uuidOf(404))).toBeUndefined();
  });

  it('are enrolled once for a key, and once for facts', async () => {
    await machines.insert(market.db, machineOf(1));
    const { agentKey, assetHash } = machineOf(1);
    expect(await machines.insert(market.db, machineOf(2, { agentKey }))).toBe(false);
    expect(await machines.insert(market.db, machineOf(2, { assetHash }))).toBe(false);
    expect(await machines.insert(market.db, machineOf(2))).toBe(true);
  });

  it('keep their last beat', async () => {
    await machines.insert(market.db, machineOf(1));
    const alive = beatingMachineOf(1, noon, { lastBeat: { bootId: uuidOf(7), seq: 2n ** 62n } });
    await machines.saveBeat(market.db, alive);
    expect(await machines.find(market.db, alive.id)).toEqual(alive);
    await machines.setLiveness(market.db, alive.id, 'SILENT');
    expect(await machines.find(market.db, alive.id)).toEqual({ ...alive, liveness: 'SILENT' });
  });

  it('are found when they were not heard of, the longest silent first', async () => {
    await machines.insert(market.db, machineOf(1));
    await machines.insert(market.db, beatingMachineOf(2, later(20)));
    await machines.insert(market.db, beatingMachineOf(3, later(10)));
    await machines.insert(market.db, beatingMachineOf(4, later(30)));
    await machines.insert(market.db, beatingMachineOf(5, noon, { liveness: 'SILENT' }));
    expect(await machines.onlineNotHeardSince(market.db, later(30))).toEqual([
      uuidOf(3),
      uuidOf(2),
    ]);
  });
});

describe('listings', () => {
  it('come back as they were written', async () => {
    const offer = offerOf({ pricePerHour: unitsMax });
    await list(market.db, 1, { offer });
    const listing = listingOf(1, { offer });
    expect(await listings.find(market.db, listing.id)).toEqual(listing);
    expect(await listings.lock(market.db, listing.id)).toEqual(listing);
    expect(await listings.findActiveOf(market.db, listing.machineId)).toEqual(listing);
    expect(await listings.findByOfferHash(market.db, listing.offerHash)).toEqual(listing);
    expect(await listings.lockByOfferHash(market.db, listing.offerHash)).toEqual(listing);
    expect(await listings.findMany(market.db, [listing.id])).toEqual([listing]);
  });

  it('are active once for a machine, and published once for an offer', async () => {
    await list(market.db, 1);
    await machines.insert(market.db, machineOf(2));
    const another = { id: uuidOf(9), offerHash: hashOf(9) };
    expect(await listings.insert(market.db, listingOf(1, another))).toBe(false);
    const { offerHash } = listingOf(1);
    expect(await listings.insert(market.db, listingOf(2, { offerHash }))).toBe(false);
    await listings.withdraw(market.db, listingOf(1).id, later(1));
    expect(await listings.insert(market.db, listingOf(1, another))).toBe(true);
    expect(await listings.find(market.db, listingOf(1).id)).toEqual(
      listingOf(1, { state: 'WITHDRAWN', withdrawnAt: later(1) }),
    );
    expect(await listings.findActiveOf(market.db, uuidOf(1))).toEqual(listingOf(1, another));
  });
});

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

  it.each(['FUNDING', 'RESERVED', 'RUNNING'] as const)('hold their listing: %s', async (state) => {
    await rent(market.db, 1, { state });
    const second = rentalOf(1, { id: hashOf(9) });
    await expect(rentals.insert(market.db, second)).rejects.toThrow();
    expect((await rentals.holderOf(market.db, second.listingId))?.id).toBe(rentalOf(1).id);
    expect(await rentals.heldAmong(market.db, [uuidOf(0x3001), uuidOf(0x3002)])).toEqual(
      new Set([uuidOf(0x3001)]),
    );
  });

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
      rentals.awaitingConfirmation(market.db, chainId, block, limit);
    expect(await awaiting(12n)).toEqual([rentalOf(2).id, rentalOf(1).id]);
    expect(await awaiting(12n, 1)).toEqual([rentalOf(2).id]);
    await rentals.follow(market.db, rentalOf(2).id, { state: 'RESERVED', chainSeq: 1 });
    expect(await awaiting(12n)).toEqual([rentalOf(1).id]);
    expect(await rentals.awaitingConfirmation(market.db, 1, 12n, 10)).toEqual([]);
  });

  it('wait for confirmation where the chain tells something else by the same number', async () => {
    await rent(market.db, 1, { state: 'RUNNING', chainSeq: 2 });
    await rent(market.db, 2, { state: 'RUNNING', chainSeq: 2 });
    await chainRentals.save(market.db, chainId, [
      chainRentalOf(1, { seq: 2, state: 'ENDED' }),
      chainRentalOf(2, { seq: 2, state: 'HALTED' }),
    ]);
    expect(await rentals.awaitingConfirmation(market.db, chainId, 99n, 10)).toEqual([
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

describe('instances', () => {
  it('come back as they were written, and once for a rental', async () => {
    await run(market.db, 1);
    const { rentalId } = instanceOf(1);
    expect(await instances.find(market.db, rentalId)).toEqual(instanceOf(1));
    expect(await instances.lock(market.db, rentalId)).toEqual(instanceOf(1));
    expect(await instances.findMany(market.db, [rentalId, hashOf(404)])).toEqual([instanceOf(1)]);
    expect(await instances.insert(market.db, instanceOf(1))).toBe(false);
  });

  it('keep what the machine says, what it should do, and the proof', async () => {
    await run(market.db, 1);
    const { rentalId } = instanceOf(1);
    const said = instanceOf(1, { state: 'RUNNING', port: 65_535, updatedAt: later(1) });
    await instances.save(market.db, said);
    await instances.setDesired(market.db, rentalId, 'STOP');
    await instances.setDesired(market.db, hashOf(404), 'STOP');
    await instances.prove(market.db, rentalId, later(2));
    const want = { ...said, desired: 'STOP', provedAt: later(2), updatedAt: later(2) };
    expect(await instances.find(market.db, rentalId)).toEqual(want);
  });

  it('are assigned while they should run, and until they are gone', async () => {
    await run(market.db, 1);
    await run(market.db, 2, { desired: 'STOP', state: 'RUNNING' });
    await run(market.db, 3, { desired: 'STOP', state: 'STOPPED' });
    await run(market.db, 4, { desired: 'STOP', state: 'FAILED' });
    const assigned = async (n: number) =>
      (await instances.assignmentsOf(market.db, uuidOf(n))).map(({ rentalId }) => rentalId);
    expect(await assigned(1)).toEqual([rentalOf(1).id]);
    expect(await assigned(2)).toEqual([rentalOf(2).id]);
    expect(await assigned(3)).toEqual([]);
    expect(await assigned(4)).toEqual([]);
  });
});
