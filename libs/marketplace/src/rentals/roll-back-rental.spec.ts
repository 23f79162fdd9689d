import { chainRentals, instances, intents, outbox, records, rentals } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import { chainSays, closed, follow, started, stopped } from '../fixture/chain-says.js';
import {
  chainId,
  depositUnits,
  eachTestItsMarket,
  hashOf,
  renter,
  token,
} from '../fixture/market.js';
import { heardDuring } from '../fixture/observed.js';
import { addFunding } from '../fixture/rentals.js';
import { proveInstance } from './prove-instance.js';
import { rollBackRental } from './roll-back-rental.js';

const market = eachTestItsMarket();

describe('rollBackRental', () => {
  let rental: Rental;
  beforeEach(async () => {
    rental = await addFunding(market);
    await follow(market, rental);
  });

  const rollBack = () => rollBackRental(market, { rentalId: rental.id });
  const now = () => rentals.find(market.db, rental.id);
  const desired = async () => (await instances.find(market.db, rental.id))?.desired;
  const lastRecord = async () =>
    (await records.listOfSubject(market.db, `rental:${rental.id}`)).at(-1);

  it('waits for the money again where the opening vanished, and releases the machine', async () => {
    await chainRentals.remove(market.db, chainId, [rental.id]);
    await rollBack();
    expect(await now()).toEqual(rental);
    expect(await desired()).toBe('STOP');
    expect(await rentals.pledgedUnits(market.db, renter.address, token)).toBe(depositUnits);
    expect(await lastRecord()).toMatchObject({
      kind: 'rental.rolled_back',
      facts: { from: 'RESERVED', to: 'FUNDING', chainSeq: 0 },
    });
  });

  it('has the machine run again when the opening is back', async () => {
    const before = await instances.find(market.db, rental.id);
    await chainRentals.remove(market.db, chainId, [rental.id]);
    await rollBack();
    await follow(market, rental);
    expect(await now()).toMatchObject({ state: 'RESERVED', chainSeq: 1 });
    expect(await instances.find(market.db, rental.id)).toEqual(before);
  });

  it('withholds the start where the opening vanished, until the machine is proved up again', async () => {
    const queuedFrom = async () =>
      (await intents.find(market.db, `${chainId}:${rental.id}:start`))?.notBefore;
    const prove = () => proveInstance(market, { rentalId: rental.id });
    await runs(rental);
    await prove();
    expect(await queuedFrom()).toEqual(market.clock.now());
    await chainRentals.remove(market.db, chainId, [rental.id]);
    await rollBack();
    expect(await instances.find(market.db, rental.id)).toMatchObject({ provedAt: undefined });
    expect((await queuedFrom())?.getUTCFullYear()).toBe(9999);
    market.clock.advanceSeconds(30);
    await prove();
    expect((await queuedFrom())?.getUTCFullYear()).toBe(9999);
    await follow(market, rental);
    const probes = await outbox.takeUnrelayed(market.db, 10);
    expect(probes.at(-1)).toMatchObject({ payload: { rentalId: rental.id } });
    await prove();
    expect(await queuedFrom()).toEqual(market.clock.now());
  });

  it('leaves a start that is signed: its nonce is spent', async () => {
    await runs(rental);
    await proveInstance(market, { rentalId: rental.id });
    const key = `${chainId}:${rental.id}:start`;
    await intents.markSent(market.db, [key]);
    await chainRentals.remove(market.db, chainId, [rental.id]);
    await rollBack();
    expect(await intents.find(market.db, key)).toMatchObject({ state: 'SENT' });
  });

  it.each([
    ['a start', started, {}, { state: 'RESERVED', chainSeq: 1 }, 'RUN'],
    ['a stop', stopped, started, { state: 'RUNNING', chainSeq: 2 }, 'RUN'],
    ['a closing', closed, stopped, { state: 'ENDED', chainSeq: 3 }, 'STOP'],
    ['a stop and a closing', closed, started, { state: 'RUNNING', chainSeq: 2 }, 'RUN'],
  ])('undoes %s', async (_, before, after, want, instance) => {
    await follow(market, rental, before);
    await chainSays(market, rental, after);
    await rollBack();
    expect(await now()).toMatchObject(want);
    expect(await desired()).toBe(instance);
  });

  it('undoes a closing in whose place other logs stand', async () => {
    await follow(market, rental, { state: 'CLOSED', seq: 2, closeReason: 'EXPIRED' });
    await chainSays(market, rental, started);
    await rollBack();
    expect(await now()).toMatchObject({ state: 'RUNNING', chainSeq: 2 });
    expect(await desired()).toBe('RUN');
    expect(await lastRecord()).toMatchObject({ facts: { from: 'CLOSED', to: 'RUNNING' } });
  });

  it('changes nothing when it is asked again', async () => {
    await follow(market, rental, started);
    await chainSays(market, rental);
    await rollBack();
    expect(await heardDuring(market, rollBack)).toEqual([]);
  });

  it('changes nothing of what the chain still says, or says more of', async () => {
    expect(await heardDuring(market, rollBack)).toEqual([]);
    await chainSays(market, rental, started);
    expect(await heardDuring(market, rollBack)).toEqual([]);
    expect(await now()).toMatchObject({ state: 'RESERVED', chainSeq: 1 });
  });

  it('leaves what never was on chain, or what nobody knows', async () => {
    const waiting = await addFunding(market, 'other agent');
    await rollBackRental(market, { rentalId: waiting.id });
    expect(await rentals.find(market.db, waiting.id)).toEqual(waiting);
    await rollBackRental(market, { rentalId: hashOf('unknown') });
    expect(await rentals.find(market.db, hashOf('unknown'))).toBeUndefined();
  });
});

/** Its machine says that its instance is up. */
async function runs({ id }: Rental): Promise<void> {
  const instance = await instances.find(market.db, id);
  if (instance === undefined) throw new Error('the rental has no instance');
  await instances.save(market.db, { ...instance, state: 'RUNNING', port: 8080 });
}
