import { instances, outbox } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import { follow } from '../fixture/chain-says.js';
import { eachTestItsMarket, hashOf, machineActor, renter, walletOf } from '../fixture/market.js';
import { recorded } from '../fixture/observed.js';
import { addMachine } from '../fixture/providers.js';
import { addFunding } from '../fixture/rentals.js';
import { proveInstance } from '../rentals/prove-instance.js';
import { reportInstance, type ReportInstance } from './report-instance.js';

const market = eachTestItsMarket();

describe('reportInstance', () => {
  let rental: Rental;
  beforeEach(async () => {
    rental = await addFunding(market);
    await follow(market, rental);
  });

  const report = (changes: Partial<ReportInstance> = {}) =>
    reportInstance(market, {
      actor: { kind: 'MACHINE', machineId: rental.machineId },
      rentalId: rental.id,
      state: 'RUNNING',
      port: 8080,
      failure: undefined,
      ...changes,
    });
  const probes = async () => {
    const messages = await market.db.transaction((tx) => outbox.takeUnrelayed(tx, 10));
    return messages.map(({ kind, payload }) => ({ kind, payload }));
  };
  const probe = () => ({ kind: 'probe-instance', payload: { rentalId: rental.id } });
  const reports = async () =>
    (await recorded(market, `rental:${rental.id}`)).filter((kind) => kind === 'instance.reported');

  it('has an instance probed that is said to run', async () => {
    market.clock.advanceSeconds(5);
    const instance = await report();
    expect(instance).toMatchObject({ state: 'RUNNING', port: 8080, updatedAt: market.clock.now() });
    expect(await instances.find(market.db, rental.id)).toEqual(instance);
    expect(await probes()).toEqual([probe()]);
  });

  it('takes the same word once', async () => {
    const first = await report();
    market.clock.advanceSeconds(5);
    expect(await Promise.all([report(), report()])).toEqual([first, first]);
    expect(await reports()).toHaveLength(1);
    expect(await probes()).toHaveLength(1);
  });

  it('has it probed again at another port, until it is proved', async () => {
    await report();
    await report({ port: 8081 });
    expect(await probes()).toEqual([probe(), probe()]);
    await proveInstance(market, { rentalId: rental.id });
    await report({ port: 8082 });
    expect(await probes()).toHaveLength(2);
    expect(await reports()).toHaveLength(3);
  });

  it('probes nothing that starts or has failed', async () => {
    await report({ state: 'STARTING', port: undefined });
    const failed = { state: 'FAILED', port: undefined, failure: 'no such image' } as const;
    expect(await report(failed)).toMatchObject(failed);
    expect(await probes()).toEqual([]);
  });

  it('refuses another’s word: NOT_OWNER', async () => {
    const other = await addMachine(market, 'other agent');
    for (const actor of [machineActor(other), walletOf(renter)])
      await expect(report({ actor })).rejects.toMatchObject({
        code: 'NOT_OWNER',
        facts: { kind: 'machine', id: rental.machineId },
      });
    expect(await instances.find(market.db, rental.id)).toMatchObject({ state: 'REQUESTED' });
    expect(await probes()).toEqual([]);
  });

  it('refuses an instance that nobody asked for: NOT_FOUND', () =>
    expect(report({ rentalId: hashOf('unknown') })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      facts: { kind: 'instance', id: hashOf('unknown') },
    }));
});
