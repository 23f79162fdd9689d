import { instances, intents, records } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import { serveInstance } from '../fixture/instance-server.js';
import {
  addMachine,
  addReserved,
  chainId,
  chainStart,
  openMarket,
  report,
  showChainClock,
  type TestMarket,
} from '../fixture/market.js';
import { probeInstance } from './probe-instance.js';

const probeToken = '5e'.repeat(32);
const demo = { privateAllowed: true, timeoutMs: 2000 };

describe('probeInstance', () => {
  let market: TestMarket;
  let server: Awaited<ReturnType<typeof serveInstance>>;
  let rental: Rental;
  beforeEach(async () => {
    market = await openMarket();
    server = await serveInstance(probeToken);
    rental = await addReserved(market, await addMachine(market), probeToken);
    await report(market, rental, { state: 'RUNNING', port: server.port });
  });
  afterEach(async () => {
    await server.close();
    await market.close();
  });

  const probe = (rules = demo) => probeInstance(market, { rentalId: rental.id }, rules);
  const recordKinds = async () =>
    (await records.listOfSubject(market.db, `rental:${rental.id}`)).map(({ kind }) => kind);
  const provedAt = async () => (await instances.find(market.db, rental.id))?.provedAt;

  it('has the meter start the clock when the instance gives the token', async () => {
    await probe();
    expect(await provedAt()).toEqual(market.clock.now());
    expect(await intents.find(market.db, `${chainId}:${rental.id}:start`)).toMatchObject({
      signerRole: 'METER',
      state: 'QUEUED',
      call: { purpose: 'START' },
    });
    expect(await recordKinds()).toEqual(['instance.reported', 'instance.proved']);
  });

  it('asks no more once it is proved', async () => {
    await probe();
    await probe();
    expect(server.requests()).toBe(1);
    expect(await recordKinds()).toEqual(['instance.reported', 'instance.proved']);
  });

  it('proves nothing by another token', async () => {
    const other = await serveInstance('6f'.repeat(32));
    await report(market, rental, { state: 'RUNNING', port: other.port });
    await expect(probe()).rejects.toMatchObject({ name: 'Fault', source: 'instance' });
    await other.close();
    expect(await provedAt()).toBeUndefined();
    expect(await intents.find(market.db, `${chainId}:${rental.id}:start`)).toBeUndefined();
  });

  it('does not connect to a private address outside demonstrations', async () => {
    await expect(probe({ ...demo, privateAllowed: false })).rejects.toMatchObject({
      source: 'instance',
    });
    expect(server.requests()).toBe(0);
  });

  it('gives up quietly when the start deadline has passed', async () => {
    await showChainClock(market, chainStart + 901n);
    await probe();
    expect(server.requests()).toBe(0);
    expect(await provedAt()).toBeUndefined();
  });

  it('still asks at the start deadline', async () => {
    await showChainClock(market, chainStart + 900n);
    await probe();
    expect(await provedAt()).toBeDefined();
  });

  it('asks nothing of an instance that is to stop, or has stopped', async () => {
    await instances.setDesired(market.db, rental.id, 'STOP');
    await probe();
    await instances.setDesired(market.db, rental.id, 'RUN');
    await report(market, rental, { state: 'STARTING', port: undefined });
    await probe();
    expect(server.requests()).toBe(0);
  });

  it('does nothing for a rental that nobody knows', async () => {
    await probeInstance(market, { rentalId: `0x${'00'.repeat(32)}` }, demo);
    expect(server.requests()).toBe(0);
  });
});
