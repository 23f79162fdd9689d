import { instances } from '@gpuflow/db';

import { addMachine, addReserved, openMarket, report, type TestMarket } from '../fixture/market.js';
import { probeAgain } from './probe-again.js';
import type { RelayedJob } from './relay-outbox.js';

describe('probeAgain', () => {
  let market: TestMarket;
  beforeEach(async () => {
    market = await openMarket();
  });
  afterEach(() => market.close());

  const asked = async () => {
    const jobs: RelayedJob[] = [];
    await probeAgain(market, async (job) => void jobs.push(job));
    return jobs;
  };

  it('asks under one id for what stays unproved for fifteen seconds, and for nothing that is proved', async () => {
    const rental = await addReserved(market, await addMachine(market), 'secret');
    market.clock.advanceSeconds(60);
    expect(await asked()).toEqual([]);

    await report(market, rental, { state: 'RUNNING', port: 4_000 });
    const since = market.clock.now().getTime();
    market.clock.advanceSeconds(15);
    expect(await asked()).toEqual([]);
    market.clock.advanceSeconds(1);
    const job = {
      kind: 'probe-instance',
      payload: { rentalId: rental.id },
      id: `again-${rental.id}-${since}`,
      traceParent: null,
    };
    expect(await asked()).toEqual([job]);
    market.clock.advanceSeconds(600);
    expect(await asked()).toEqual([job]);

    await instances.prove(market.db, rental.id, market.clock.now());
    market.clock.advanceSeconds(16);
    expect(await asked()).toEqual([]);
  });
});
