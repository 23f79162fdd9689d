import { eachTestItsDatabase, run } from '../fixture/market.js';
import { hashOf, instanceOf, later, rentalOf, uuidOf } from '../fixture/samples.js';
import { instances } from '../index.js';

const market = eachTestItsDatabase();

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
