import { inspect } from 'node:util';
import type { JudgedInterval } from '@gpuflow/domain';
import { eachTestItsDatabase } from '../fixture/market.js';
import { beatingMachineOf, later, machineOf, noon, uuidOf } from '../fixture/samples.js';
import { intervals, machines } from '../index.js';

const market = eachTestItsDatabase();
const machineId = uuidOf(1);

const up = (from: Date, until?: Date): JudgedInterval => ({
  ...{ state: 'UP', cause: 'BEATING' },
  ...{ from, until },
});
const down = (from: Date, until?: Date): JudgedInterval => ({
  ...{ state: 'DOWN', cause: 'SILENT' },
  ...{ from, until },
});
const unseen = (from: Date, until?: Date): JudgedInterval => ({
  ...{ state: 'DOWN', cause: 'NEVER_SEEN' },
  ...{ from, until },
});
const replace = (replacing: Date, list: JudgedInterval[]) =>
  market.db.transaction((tx) => intervals.replace(tx, [{ machineId, replacing, intervals: list }]));
const all = () => intervals.listOf(market.db, machineId, later(-1e6));

describe('intervals', () => {
  it('begin with the enrolment', async () => {
    await machines.insert(market.db, machineOf(1));
    expect(await all()).toEqual([unseen(noon)]);
    const heard = beatingMachineOf(2, later(60));
    await machines.insert(market.db, heard);
    const known = await intervals.listOf(market.db, heard.id, noon);
    expect(known).toEqual([unseen(noon, later(60)), up(later(60))]);
  });

  describe('of a machine', () => {
    beforeEach(() => machines.insert(market.db, machineOf(1)));

    it('are replaced from where the judgement begins', async () => {
      await replace(noon, [unseen(noon, later(10)), up(later(10))]);
      await replace(later(10), [up(later(10), later(50)), down(later(50))]);
      expect(await all()).toEqual([
        unseen(noon, later(10)),
        up(later(10), later(50)),
        down(later(50)),
      ]);
    });

    it.each<[string, JudgedInterval[], string]>([
      ['overlap', [up(noon, later(20)), down(later(10), later(20)), up(later(20))], 'no_overlap'],
      ['leave a gap', [up(noon, later(10)), down(later(20))], 'ends_at_fkey'],
      ['end with none open', [up(noon, later(10))], 'ends_at_fkey'],
      ['run backwards', [up(later(10), noon), down(noon)], 'intervals_check'],
    ])('cannot %s', async (_, list, constraint) => {
      const refused: unknown = await replace(noon, list).catch((error: unknown) => error);
      expect(inspect(refused, { depth: 10 })).toContain(constraint);
      expect(await all()).toEqual([unseen(noon)]);
    });

    it('are given cut to what was asked for', async () => {
      await replace(noon, [up(noon, later(50)), down(later(50), later(70)), up(later(70))]);
      const found = await intervals.within(market.db, [machineId], later(20), later(60));
      expect(found.get(machineId)).toEqual([up(later(20), later(50)), down(later(50), later(60))]);
      const open = await intervals.within(market.db, [machineId], later(80), later(90));
      expect(open.get(machineId)).toEqual([up(later(80), later(90))]);
      expect(await intervals.within(market.db, [machineId], later(-90), noon)).toEqual(new Map());
    });
  });
});
