import { randomUUID } from 'node:crypto';

import { amendInput, operations } from '@gpuflow/api-client';

import { fiveDollars, Renter } from '../world/renter.js';
import { TestMachine } from '../world/test-machine.js';
import { openWorld, type Party, type World } from '../world/world.js';

const hour = 3_600n;

describe('a rental that its renter pauses, resumes, tops up, extends and pays more for', () => {
  let world: World;
  let machine: TestMachine;
  let provider: Party;
  let renter: Renter;
  let id: `0x${string}`;
  let startedAt: bigint;

  beforeEach(async () => {
    world = await openWorld();
    provider = world.party('provider');
    renter = new Renter(world, world.party('renter'));
    machine = await TestMachine.enrol(world, provider);
    await machine.beat();
    const listingId = await machine.list();
    await renter.deposit(2n * fiveDollars);
    id = await renter.open(listingId);
    await machine.boot();
    await world.settle();
    const rental = await renter.rental(id);
    if (rental.startedAt === null) throw new Error('it does not run');
    startedAt = BigInt(rental.startedAt.getTime() / 1000);
  });

  afterEach(async () => {
    await machine.close();
    await world.close();
  });

  const desired = async () => (await renter.rental(id)).instance?.desired;
  const onChain = async () =>
    (await renter.party.api.query(operations.rentalWishes, { id })).rental?.onChain;

  /** Adds a dollar's worth of two hours out of the renter's own wallet. */
  async function topUp(amountUnits: bigint): Promise<void> {
    const { api, wallet } = renter.party;
    const { topUpCall } = await api.query(operations.topUpCall, { rentalId: id, amountUnits });
    expect(topUpCall).toMatchObject({
      moves: [{ owner: wallet.address, direction: 'IN', amount: { units: amountUnits } }],
      after: { funded: { units: fiveDollars + amountUnits } },
    });
    await wallet.sendCall(topUpCall);
    await world.settle();
  }

  async function extend(seconds: bigint): Promise<void> {
    const { api, wallet } = renter.party;
    const maxEnd = (await renter.rental(id)).order.maxEnd + seconds;
    const { extendCall } = await api.query(operations.extendCall, { rentalId: id, maxEnd });
    await wallet.sendCall(extendCall);
    await world.settle();
  }

  /** Both sign a higher price, and the market relays it. */
  function raisePriceAt(chainSecond: bigint, pricePerHourUnits: bigint): Promise<void> {
    const { api, wallet } = renter.party;
    return renter.minedAt(chainSecond, async () => {
      const asked = { rentalId: id, pricePerHourUnits };
      const { amendTypedData } = await api.query(operations.amendTypedData, asked);
      await api.mutate(operations.amendRental, {
        idempotencyKey: randomUUID(),
        chainId: world.node.chainId,
        amend: amendInput(amendTypedData),
        renterSignature: await wallet.signTypedData(amendTypedData, 'Amend'),
        providerSignature: await provider.wallet.signTypedData(amendTypedData, 'Amend'),
      });
    });
  }

  it('costs every second what it should, and all money is exact at the audit', async () => {
    await topUp(1_000_000n);
    await extend(2n * hour);
    await renter.pauseAt(id, startedAt + hour);
    expect((await renter.rental(id)).state).toBe('HALTED');
    expect(await desired()).toBe('PAUSE');
    await machine.boot();
    expect((await renter.rental(id)).instance?.state).toBe('STOPPED');

    await renter.resumeAt(id, startedAt + 2n * hour, machine);
    expect((await renter.rental(id)).state).toBe('RUNNING');
    expect(await desired()).toBe('RUN');
    await raisePriceAt(startedAt + 2n * hour + 1_800n, 700_000n);
    await renter.stopAt(id, startedAt + 3n * hour);
    await world.passTo(startedAt + 4n * hour);

    // An hour and a half at 590,000, half an hour at 700,000, an hour of storage at nothing.
    const gross = 590_000n + 295_000n + 350_000n;
    const statement = await renter.statement(id);
    expect(statement).toMatchObject({
      state: 'CLOSED',
      gross: { units: gross },
      fee: { units: 123_500n },
      refunded: { units: 6_000_000n - gross },
      priceSeconds: 7_200n,
      storageSeconds: hour,
      downSeconds: 0n,
      agreedOff: { units: 0n },
    });
    expect(
      statement.lines.map(({ seconds, rate, amount }) => [seconds, rate, amount.units]),
    ).toEqual([
      [hour, 'PRICE', 590_000n],
      [hour, 'STORAGE', 0n],
      [1_800n, 'PRICE', 295_000n],
      [1_800n, 'PRICE', 350_000n],
    ]);
    expect(statement.lines[1]?.removal).toMatchObject({
      reason: 'PAUSED',
      saidBy: [renter.party.wallet.address],
    });
    expect(await renter.party.wallet.freeUnits()).toBe(10_000_000n - gross);
    expect(await provider.wallet.freeUnits()).toBe(gross - 123_500n);
    expect(await world.audit()).toMatchObject({ findings: [], differences: 0, rentals: 1 });
  });

  it('is stopped by a key that the renter lets, which may do nothing else', async () => {
    const { wallet } = renter.party;
    const delegate = world.party('otherRenter');
    const stopping = { rentalId: id };
    await expect(delegate.api.query(operations.stopCall, stopping)).rejects.toMatchObject({
      code: 'NOT_IN_SCOPE',
    });
    await renter.letStop(delegate.wallet.address, startedAt + 10n * hour);
    const { myDelegations } = await delegate.api.query(operations.myDelegations, {});
    expect(myDelegations).toMatchObject([{ owner: wallet.address, scopes: ['STOP'] }]);

    await world.passTo(startedAt + hour);
    const { stopCall } = await delegate.api.query(operations.stopCall, stopping);
    await expect(
      delegate.api.query(operations.topUpCall, { ...stopping, amountUnits: 1n, fromRenter: true }),
    ).rejects.toMatchObject({ code: 'NOT_IN_SCOPE' });
    await world.node.setNextBlockTimestamp(Number(startedAt + 2n * hour));
    await delegate.wallet.sendCall(stopCall);
    await world.settle();
    expect((await renter.rental(id)).state).toBe('ENDED');
    expect(await wallet.freeUnits()).toBe(8_820_000n);
    expect((await onChain())?.state).toBe('ENDED');
  });
});
