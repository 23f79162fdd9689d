import { cheapestFirst, listingSearch, machines } from '@gpuflow/db';

import { chainId, eachTestItsMarket, machineActor, provider, walletOf } from '../fixture/market.js';
import { recorded } from '../fixture/observed.js';
import { addMachine, publicationOf } from '../fixture/providers.js';
import { publishListing } from '../listings/publish-listing.js';
import { recordMeasurements } from './record-measurements.js';

const market = eachTestItsMarket();

describe('recordMeasurements', () => {
  it('takes the place of what was said, and says how it is known', async () => {
    const machine = await addMachine(market);
    const found = { gpuModel: 'NVIDIA GeForce RTX 4090', downMbps: 812, cudaVersion: '12.8' };
    const actor = machineActor(machine);
    const measured = await recordMeasurements(market, { actor, machineId: machine.id, found });
    expect(measured).toEqual({
      ...machine,
      downMbps: 812,
      cudaVersion: '12.8',
      trust: { gpuModel: 'MEASURED', downMbps: 'MEASURED', cudaVersion: 'MEASURED' },
    });
    expect(await machines.find(market.db, machine.id)).toEqual(measured);
    expect((await recorded(market, `machine:${machine.id}`)).at(-1)).toBe('machine.measured');
  });

  it('shows in the listings of the machine at once', async () => {
    const machine = await addMachine(market);
    await publishListing(market, publicationOf(machine));
    const found = { downMbps: 812 };
    await recordMeasurements(market, {
      actor: machineActor(machine),
      machineId: machine.id,
      found,
    });
    const chain = { chainId, now: market.clock.now() };
    const fields = { listing: [], machine: ['downMbps'] } as const;
    const search = { filter: {}, order: cheapestFirst, first: 1, fields };
    const { hits } = await listingSearch(market.db, chain, search);
    expect(hits.map(({ listing }) => listing)).toMatchObject([{ machine: { downMbps: 812 } }]);
  });

  it('knows a machine by its GPUs, from the first time that they are told', async () => {
    const machine = await addMachine(market);
    const command = { actor: machineActor(machine), machineId: machine.id };
    const uuid = (last: number) => `GPU-9d1c0a52-3f77-4c1e-8a5e-0d5b6f3c2a1${last}`;
    const found = { gpuUuids: [uuid(0)], mig: false };
    await recordMeasurements(market, { ...command, found });
    await recordMeasurements(market, { ...command, found });
    expect(await machines.find(market.db, machine.id)).toMatchObject({
      ...found,
      trust: { gpuUuids: 'MEASURED', mig: 'MEASURED' },
    });
    const other = recordMeasurements(market, { ...command, found: { gpuUuids: [uuid(1)] } });
    await expect(other).rejects.toMatchObject({
      code: 'FACTS_DIFFER',
      facts: { fact: 'gpuUuids', have: uuid(1), want: uuid(0) },
    });
  });

  it.each([
    [{ gpuUuids: ['GPU-1'] }, 'MALFORMED_INPUT', { field: 'gpuUuids' }],
    [{ gpuCount: 2 }, 'FACTS_DIFFER', { fact: 'gpuCount', have: '2', want: '1' }],
    [{ gpuModel: 'RTX 3090' }, 'FACTS_DIFFER', { have: 'RTX 3090', want: 'RTX 4090' }],
    [{ upMbps: -1 }, 'MALFORMED_INPUT', { field: 'upMbps' }],
    [{ gpuModel: 'RTX 4909' }, 'UNKNOWN_GPU_MODEL', { have: 'RTX 4909' }],
  ])('refuses %j', async (found, code, facts) => {
    const machine = await addMachine(market);
    const command = { actor: machineActor(machine), machineId: machine.id, found };
    await expect(recordMeasurements(market, command)).rejects.toMatchObject({ code, facts });
    expect(await machines.find(market.db, machine.id)).toEqual(machine);
  });

  it('refuses anybody else: NOT_OWNER', async () => {
    const machine = await addMachine(market);
    const command = { actor: walletOf(provider), machineId: machine.id, found: { upMbps: 1 } };
    await expect(recordMeasurements(market, command)).rejects.toMatchObject({ code: 'NOT_OWNER' });
  });
});
