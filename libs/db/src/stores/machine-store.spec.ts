import { eachTestItsDatabase } from '../fixture/market.js';
import { beatingMachineOf, machineOf, noon, uuidOf } from '../fixture/samples.js';
import { machines } from '../index.js';

const market = eachTestItsDatabase();

describe('machines', () => {
  it('come back as they were written', async () => {
    const machine = beatingMachineOf(1, noon);
    expect(await machines.insert(market.db, machine)).toBe(true);
    expect(await machines.find(market.db, machine.id)).toEqual(machine);
    expect(await machines.findByAgentKey(market.db, machine.agentKey)).toEqual(machine);
    expect(await machines.lock(market.db, machine.id)).toEqual(machine);
    expect(await machines.findMany(market.db, [machine.id, uuidOf(404)])).toEqual([machine]);
    expect(await machines.find(market.db, uuidOf(404))).toBeUndefined();
  });

  it('are enrolled once for a key, and once for facts', async () => {
    await machines.insert(market.db, machineOf(1));
    const { agentKey, assetHash } = machineOf(1);
    expect(await machines.insert(market.db, machineOf(2, { agentKey }))).toBe(false);
    expect(await machines.insert(market.db, machineOf(2, { assetHash }))).toBe(false);
    expect(await machines.insert(market.db, machineOf(2))).toBe(true);
  });

  it('can be rented or not, several at once', async () => {
    for (const n of [1, 2, 3]) await machines.insert(market.db, beatingMachineOf(n, noon));
    await machines.setLiveness(market.db, [uuidOf(1), uuidOf(3)], 'SILENT');
    const all = await machines.findMany(market.db, [uuidOf(1), uuidOf(2), uuidOf(3)]);
    const silent = all.filter(({ liveness }) => liveness === 'SILENT').map(({ id }) => id);
    expect(silent.sort()).toEqual([uuidOf(1), uuidOf(3)]);
  });
});
