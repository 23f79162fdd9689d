import { chainRentals, instances, records, rentals } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import {
  chainRentalOf,
  chainSays,
  closed,
  follow,
  halted,
  newsOf,
  positionOf,
  started,
  stopped,
} from '../fixture/chain-says.js';
import { chainId, eachTestItsMarket, hashOf } from '../fixture/market.js';
import { heardDuring, recorded } from '../fixture/observed.js';
import { addFunding } from '../fixture/rentals.js';
import { confirmRental } from './confirm-rental.js';

const market = eachTestItsMarket();

describe('confirmRental', () => {
  let rental: Rental;
  beforeEach(async () => {
    rental = await addFunding(market);
  });

  const now = () => rentals.find(market.db, rental.id);
  const instance = () => instances.find(market.db, rental.id);
  const kinds = async () => (await recorded(market, `rental:${rental.id}`)).slice(1);

  it('reserves the machine and has it bring an instance up, when the money is held', async () => {
    await follow(market, rental);
    expect(await now()).toEqual({ ...rental, state: 'RESERVED', chainSeq: 1 });
    expect(await instance()).toEqual({
      rentalId: rental.id,
      machineId: rental.machineId,
      desired: 'RUN',
      state: 'REQUESTED',
      probeToken: expect.stringMatching(/^[0-9a-f]{64}$/),
      port: undefined,
      failure: undefined,
      provedAt: undefined,
      givenAt: undefined,
      bootFailedAt: undefined,
      updatedAt: market.clock.now(),
    });
    expect(await instances.assignmentsOf(market.db, rental.machineId)).toHaveLength(1);
  });

  it('follows the chain through a rental’s life, and records each step', async () => {
    const paid = { claimedUnits: 100n, toProviderUnits: 90n, feeUnits: 10n };
    const settled = { ...started, ...paid, seq: 3, lastKind: 'SETTLED' } as const;
    const ended = { ...stopped, ...paid, seq: 4 };
    const seen: (string | undefined)[] = [];
    for (const said of [{}, started, settled, ended, { ...closed, seq: 6 }]) {
      await follow(market, rental, said);
      seen.push(
        `${(await now())?.state} ${(await now())?.chainSeq} ${(await instance())?.desired}`,
      );
    }
    expect(seen).toEqual([
      'RESERVED 1 RUN',
      'RUNNING 2 RUN',
      'RUNNING 3 RUN',
      'ENDED 4 STOP',
      'CLOSED 6 STOP',
    ]);
    expect(await kinds()).toEqual([
      'rental.reserved',
      'rental.running',
      'rental.settled',
      'rental.ended',
      'rental.closed',
    ]);
  });

  it('says that a rental is halted, and keeps its machine for it', async () => {
    await follow(market, rental, started);
    await follow(market, rental, { ...halted, halt: 'DOWN' });
    expect(await now()).toMatchObject({ state: 'HALTED', chainSeq: 3 });
    expect(await instance()).toMatchObject({ desired: 'RUN' });
    const noticed = { ...started, seq: 4, noticed: true, lastKind: 'NOTICE_GIVEN' } as const;
    await follow(market, rental, { ...noticed, state: 'HALTED' });
    expect((await kinds()).slice(-2)).toEqual(['rental.halted', 'rental.notice_given']);
  });

  it('has the machine keep nothing but the data while the renter pauses, and bring it up again after', async () => {
    await follow(market, rental, started);
    await instances.prove(market.db, rental.id, market.clock.now());
    await follow(market, rental, { ...halted, halt: 'PAUSED', pausedByRenter: true });
    expect(await instance()).toMatchObject({ desired: 'PAUSE', provedAt: undefined });
    const down = { ...halted, seq: 4, turn: 3, halt: 'DOWN', pausedByRenter: true } as const;
    await follow(market, rental, down);
    expect(await instance()).toMatchObject({ desired: 'PAUSE' });
    expect(await instances.assignmentsOf(market.db, rental.machineId)).toHaveLength(1);
    const resumed = { ...started, seq: 5, turn: 4, lastKind: 'RENTAL_RESUMED' } as const;
    await follow(market, rental, resumed);
    expect(await instance()).toMatchObject({ desired: 'RUN', provedAt: undefined });
    expect((await kinds()).slice(-3)).toEqual(['rental.halted', 'rental.halted', 'rental.resumed']);
  });

  it('records every log that it is told of, with what it says, and none twice', async () => {
    await follow(market, rental);
    await chainSays(market, rental, { ...started, seq: 4, lastKind: 'RENTAL_EXTENDED' });
    const at = positionOf('later');
    const news = [
      { kind: 'RENTAL_OPENED', seq: 1, at, facts: {} },
      { kind: 'RENTAL_STARTED', seq: 2, at, facts: {} },
      { kind: 'RENTAL_TOPPED_UP', seq: 3, at, facts: { amountUnits: 5n } },
      { kind: 'RENTAL_EXTENDED', seq: 4, at, facts: { endsAt: 7n } },
    ] as const;
    await confirmRental(market, { rentalId: rental.id, news });
    const told = (await records.listOfSubject(market.db, `rental:${rental.id}`)).slice(1);
    expect(told.map(({ kind }) => kind)).toEqual([
      'rental.reserved',
      'rental.running',
      'rental.topped_up',
      'rental.extended',
    ]);
    const place = { txHash: at.txHash, blockNumber: '5' };
    expect(told[2]?.facts).toEqual({ ...place, seq: 3, amountUnits: '5' });
  });

  it('does nothing on news that the chain has overtaken', async () => {
    await follow(market, rental);
    await chainSays(market, rental, { ...started, seq: 3 });
    const news = [{ kind: 'RENTAL_STARTED', seq: 2, at: positionOf('b'), facts: {} }] as const;
    await confirmRental(market, { rentalId: rental.id, news });
    expect(await now()).toMatchObject({ state: 'RESERVED', chainSeq: 1 });
  });

  it('stops the machine where the reservation expired', async () => {
    await follow(market, rental);
    const expired = { state: 'CLOSED', seq: 2, closeReason: 'EXPIRED' } as const;
    await follow(market, rental, { ...expired, fundedUnits: 0n, refundedUnits: 5_000_000n });
    expect(await now()).toMatchObject({ state: 'CLOSED', chainSeq: 2 });
    expect(await instance()).toMatchObject({ desired: 'STOP' });
  });

  it('brings up an instance where the start came with the opening', async () => {
    await follow(market, rental, started);
    expect(await now()).toMatchObject({ state: 'RUNNING', chainSeq: 2 });
    expect(await instance()).toMatchObject({ desired: 'RUN', state: 'REQUESTED' });
  });

  it('makes no instance for what has ended already', async () => {
    await follow(market, rental, closed);
    expect(await now()).toMatchObject({ state: 'CLOSED', chainSeq: 5 });
    expect(await instance()).toBeUndefined();
  });

  it('changes nothing when it is asked again, or by many at once', async () => {
    await chainSays(market, rental);
    const news = newsOf(chainRentalOf(rental));
    const confirm = () => confirmRental(market, { rentalId: rental.id, news });
    await Promise.all(Array.from({ length: 10 }, confirm));
    const { probeToken } = (await instance()) ?? {};
    expect(await heardDuring(market, confirm)).toEqual([]);
    expect(await instance()).toMatchObject({ probeToken });
    expect(await kinds()).toEqual(['rental.reserved']);
  });

  it('does not go back where the chain tells less: that is a roll back', async () => {
    await follow(market, rental, started);
    await follow(market, rental);
    expect(await now()).toMatchObject({ state: 'RUNNING', chainSeq: 2 });
  });

  it('goes on, and runs its instance again, where a reorganisation put a settlement in the place of a stop', async () => {
    await follow(market, rental);
    await follow(market, rental, started);
    await follow(market, rental, stopped);
    expect(await instance()).toMatchObject({ desired: 'STOP' });
    const { probeToken } = (await instance()) ?? {};
    const last = positionOf('block of another branch');
    const paid = { claimedUnits: 100n, toProviderUnits: 90n, feeUnits: 10n };
    const settled = { ...started, ...paid, seq: 3, lastKind: 'SETTLED' } as const;
    await follow(market, rental, { ...settled, last });
    expect(await now()).toMatchObject({ state: 'RUNNING', chainSeq: 3 });
    expect(await instance()).toMatchObject({ desired: 'RUN', probeToken });
    expect((await kinds()).slice(-2)).toEqual(['rental.ended', 'rental.running']);
  });

  it('closes where a reorganisation put an expiry in the place of the start', async () => {
    await follow(market, rental, started);
    await follow(market, rental, { state: 'CLOSED', seq: 2, closeReason: 'EXPIRED' });
    expect(await now()).toMatchObject({ state: 'CLOSED', chainSeq: 2 });
    expect(await instance()).toMatchObject({ desired: 'STOP' });
  });

  it('does nothing for what the chain or the market does not know', async () => {
    await confirmRental(market, { rentalId: rental.id, news: [] });
    expect(await now()).toEqual(rental);
    const foreign = { ...rental, id: hashOf('opened without the market') };
    await chainRentals.save(market.db, chainId, [chainRentalOf(foreign)]);
    await confirmRental(market, { rentalId: foreign.id, news: newsOf(chainRentalOf(foreign)) });
    expect(await rentals.find(market.db, foreign.id)).toBeUndefined();
    expect(await recorded(market, `rental:${foreign.id}`)).toEqual([]);
  });
});
