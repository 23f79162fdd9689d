import { machines } from '@gpuflow/db';
import type { Machine } from '@gpuflow/domain';

import { eachTestItsMarket } from '../fixture/market.js';
import { recorded } from '../fixture/observed.js';
import { addMachine, beatBy, enrolmentBy } from '../fixture/providers.js';
import type { Market } from '../market.js';
import { enrolMachine } from './enrol-machine.js';
import { recordBeat } from './record-beat.js';
import { recordMissedBeats } from './record-missed-beats.js';

const market = eachTestItsMarket();

describe('recordMissedBeats', () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await addMachine(market);
  });

  const livenessNow = async () => (await machines.find(market.db, machine.id))?.liveness;
  const kinds = () => recorded(market, `machine:${machine.id}`);

  it('lets a machine be that has missed four beats and no more', async () => {
    market.clock.advanceSeconds(60);
    expect(await recordMissedBeats(market)).toEqual([]);
    expect(await livenessNow()).toBe('ONLINE');
  });

  it('marks a machine silent a millisecond later, once', async () => {
    market.clock.advanceSeconds(60.001);
    expect(await recordMissedBeats(market)).toEqual([machine.id]);
    expect(await recordMissedBeats(market)).toEqual([]);
    expect(await livenessNow()).toBe('SILENT');
    expect(await kinds()).toEqual([
      'machine.enrolled',
      'machine.came_online',
      'machine.fell_silent',
    ]);
  });

  it('marks it once where two watch at once', async () => {
    market.clock.advanceSeconds(61);
    const silent = await Promise.all([recordMissedBeats(market), recordMissedBeats(market)]);
    expect(silent.flat()).toEqual([machine.id]);
    expect(await kinds()).toHaveLength(3);
  });

  it('marks only those that are silent', async () => {
    const other = await addMachine(market, 'other agent');
    await enrolMachine(market, enrolmentBy(market, 'agent that never beat'));
    market.clock.advanceSeconds(30);
    await recordBeat(market, beatBy(market, other, {}, 'other agent'));
    market.clock.advanceSeconds(31);
    expect(await recordMissedBeats(market)).toEqual([machine.id]);
  });

  it('blames nobody for the time in which no beat was taken', async () => {
    market.clock.advanceSeconds(3600);
    const acceptingSince = market.clock.now();
    const restarted: Market = { ...market, policy: { ...market.policy, acceptingSince } };
    market.clock.advanceSeconds(60);
    expect(await recordMissedBeats(restarted)).toEqual([]);
    market.clock.advanceSeconds(1);
    expect(await recordMissedBeats(restarted)).toEqual([machine.id]);
  });

  it('lets a beat win that comes between the search and the judgement', async () => {
    market.clock.advanceSeconds(61);
    const { db } = market;
    const beatFirst: Market = {
      ...market,
      db: {
        ...db,
        transaction: async (work) => {
          await recordBeat(market, beatBy(market, machine));
          return db.transaction(work);
        },
      },
    };
    expect(await recordMissedBeats(beatFirst)).toEqual([]);
    expect(await livenessNow()).toBe('ONLINE');
    expect(await kinds()).toEqual(['machine.enrolled', 'machine.came_online']);
  });
});
