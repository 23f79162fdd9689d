import { machines, records } from '@gpuflow/db';

import { addMachine, openMarket, type TestMarket } from '../fixture/market.js';
import { watchHeartbeats } from './watch-heartbeats.js';

/** Four missed beats of 15 s. */
const graceSeconds = 60;

describe('watchHeartbeats', () => {
  let market: TestMarket;
  beforeEach(async () => {
    market = await openMarket();
  });
  afterEach(() => market.close());

  const livenessOf = async (id: string) => (await machines.find(market.db, id))?.liveness;

  it('marks a machine silent one millisecond after its grace, not before', async () => {
    const { id } = await addMachine(market);
    const lastBeatAt = market.clock.now();
    market.clock.advanceSeconds(graceSeconds);
    await watchHeartbeats(market);
    expect(await livenessOf(id)).toBe('ONLINE');
    market.clock.set(new Date(lastBeatAt.getTime() + graceSeconds * 1000 + 1));
    await watchHeartbeats(market);
    expect(await livenessOf(id)).toBe('SILENT');
  });

  it('records the silence once, since the last proof of life', async () => {
    const { id, lastBeatAt } = await addMachine(market);
    market.clock.advanceSeconds(graceSeconds + 1);
    await Promise.all([watchHeartbeats(market), watchHeartbeats(market)]);
    await watchHeartbeats(market);
    expect(await records.listOfSubject(market.db, `machine:${id}`)).toMatchObject([
      {
        kind: 'machine.fell_silent',
        actor: 'system:judge-machines',
        facts: { since: lastBeatAt?.toISOString() },
      },
    ]);
  });

  it('marks only the silent one of two', async () => {
    const silent = await addMachine(market);
    market.clock.advanceSeconds(graceSeconds);
    const beating = await addMachine(market);
    market.clock.advanceSeconds(1);
    await watchHeartbeats(market);
    expect(await livenessOf(silent.id)).toBe('SILENT');
    expect(await livenessOf(beating.id)).toBe('ONLINE');
  });
});
