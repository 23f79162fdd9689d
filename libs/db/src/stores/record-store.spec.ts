import { eachTestItsDatabase } from '../fixture/market.js';
import { noon, renter, unitsMax } from '../fixture/samples.js';
import { prisma } from '../database.js';
import { records, type Tx } from '../index.js';

const market = eachTestItsDatabase();

describe('records', () => {
  const record = { kind: 'rental.opened', subject: 'rental:1', actor: renter, at: noon };

  it('come back in order, with bigints as digits', async () => {
    await records.append(market.db, [{ ...record, facts: { depositUnits: unitsMax } }]);
    await records.append(market.db, [{ ...record, kind: 'rental.closed', facts: {} }]);
    expect(await records.listOfSubject(market.db, 'rental:1')).toEqual([
      { ...record, facts: { depositUnits: unitsMax.toString() } },
      { ...record, kind: 'rental.closed', facts: {} },
    ]);
    expect(await records.listOfSubject(market.db, 'rental:2')).toEqual([]);
  });

  it.each([
    ['changed', (tx: Tx) => tx[prisma].record.updateMany({ data: { actor: 'other' } })],
    ['deleted', (tx: Tx) => tx[prisma].record.deleteMany()],
    ['emptied', (tx: Tx) => tx[prisma].$executeRaw`truncate records`],
  ])('cannot be %s', async (_, change) => {
    await records.append(market.db, [{ ...record, facts: {} }]);
    await expect(change(market.db)).rejects.toThrow('append-only');
    expect(await records.listOfSubject(market.db, 'rental:1')).toHaveLength(1);
  });
});
