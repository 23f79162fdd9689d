import { eachTestItsDatabase } from '../fixture/market.js';
import { beatingMachineOf, later, machineOf, noon, uuidOf } from '../fixture/samples.js';
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
