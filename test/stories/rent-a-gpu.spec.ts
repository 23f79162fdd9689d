import { operations } from '@gpuflow/api-client';

import { fiveDollars, Renter } from '../world/renter.js';
import { TestMachine } from '../world/test-machine.js';
import { openWorld, type Party, type World } from '../world/world.js';

const hour = 3_600n;

describe('an RTX 4090 at $0.59 per hour for two hours', () => {
  let world: World;
  let machine: TestMachine;
  let provider: Party;
  let renter: Renter;
  let listingId: string;

  beforeEach(async () => {
    world = await openWorld();
    provider = world.party('provider');
    renter = new Renter(world, world.party('renter'));
    machine = await TestMachine.enrol(world, provider);
    await machine.beat();
    listingId = await machine.list();
    await renter.deposit(fiveDollars);
  });

  afterEach(async () => {
    await machine.close();
    await world.close();
  });

  /** A rental that runs, and the second at which its clock started. */
  async function running(): Promise<{ id: `0x${string}`; startedAt: bigint }> {
    const id = await renter.open(listingId);
    await machine.boot();
    await world.settle();
    const { startedAt } = await renter.rental(id);
    if (startedAt === null) throw new Error('it does not run');
    return { id, startedAt: BigInt(startedAt.getTime() / 1000) };
  }

  it('is paid for to the unit, and everybody has their money', async () => {
    const { id, startedAt } = await running();
    await renter.stopAt(id, startedAt + 2n * hour);
    expect((await renter.rental(id)).state).toBe('ENDED');
    expect(await renter.party.wallet.freeUnits()).toBe(3_820_000n);
    await world.passTo(startedAt + 3n * hour);

    expect((await renter.rental(id)).state).toBe('CLOSED');
    const statement = await renter.statement(id);
    expect(statement).toMatchObject({
      billedSeconds: 7_200n,
      gross: { units: 1_180_000n },
      fee: { units: 118_000n },
      provider: { units: 1_062_000n },
      claimed: { units: 1_180_000n },
      refunded: { units: 3_820_000n },
    });

    await provider.wallet.withdraw(await provider.wallet.freeUnits());
    await renter.party.wallet.withdraw(await renter.party.wallet.freeUnits());
    await world.settle();
    expect(await provider.wallet.tokenBalance()).toBe(1_062_000n);
    expect(await renter.party.wallet.tokenBalance()).toBe(3_820_000n);
    const audit = await world.audit();
    expect(audit).toMatchObject({ findings: [], differences: 0, accounts: 2, rentals: 1 });
    expect(audit.tokens).toMatchObject([
      { balance: { units: 118_000n }, owed: { units: 118_000n } },
    ]);
  });

  it('tells the renter where the instance is, and nobody else', async () => {
    const { id } = await running();
    const { instance } = await renter.rental(id);
    expect(instance?.endpoint).toMatch(/127\.0\.0\.1:\d+/);
    const asProvider = await provider.api.query(operations.rental, { id });
    expect(asProvider.rental?.instance?.endpoint ?? null).toBeNull();
  });

  it('pays the vested part while it runs, and the total stays the same', async () => {
    const { id, startedAt } = await running();
    for (const minutes of [61n, 77n, 95n, 118n]) await world.passTo(startedAt + minutes * 60n);
    expect((await renter.statement(id)).claimed.units).toBeGreaterThan(0n);
    await renter.stopAt(id, startedAt + 2n * hour);
    await world.passTo(startedAt + 3n * hour);
    expect(await provider.wallet.freeUnits()).toBe(1_062_000n);
    expect(await renter.party.wallet.freeUnits()).toBe(3_820_000n);
  });

  it('ends by itself when the deposit is used up', async () => {
    const { id, startedAt } = await running();
    await world.passTo(startedAt + 30_508n);
    expect(await renter.rental(id)).toMatchObject({
      state: 'ENDED',
      endedAt: new Date(Number(startedAt + 30_508n) * 1000),
    });
    await world.passTo(startedAt + 30_508n + hour);
    expect(await renter.statement(id)).toMatchObject({
      gross: { units: 4_999_922n },
      refunded: { units: 78n },
    });
  });

  it('lets the next renter in when it has ended', async () => {
    const { id, startedAt } = await running();
    await renter.stopAt(id, startedAt + 2n * hour);
    const next = new Renter(world, world.party('otherRenter'));
    await next.deposit(fiveDollars);
    expect((await next.rental(await next.open(listingId))).state).toBe('RESERVED');
  });

  it('tells a subscriber every state', async () => {
    const states: string[] = [];
    const listening = new AbortController();
    const id = await renter.open(listingId);
    const changes = renter.party.api.subscribe(operations.rentalChanged, { id }, listening.signal);
    const heard = (async () => {
      for await (const { rentalChanged } of changes) {
        states.push(rentalChanged.state);
        if (rentalChanged.state === 'RUNNING') listening.abort();
      }
    })();
    await machine.boot();
    await world.settle();
    await heard;
    expect(states.at(0)).toBe('RESERVED');
    expect(states.at(-1)).toBe('RUNNING');
  });
});

describe('a machine that never boots', () => {
  it('costs the renter nothing, with nobody doing anything', async () => {
    const world = await openWorld();
    const renter = new Renter(world, world.party('renter'));
    const machine = await TestMachine.enrol(world, world.party('provider'));
    await machine.beat();
    const listingId = await machine.list();
    await renter.deposit(fiveDollars);
    const id = await renter.open(listingId);
    const { startDeadline, state } = await renter.rental(id);
    const deadline = BigInt(startDeadline.getTime() / 1000);
    expect(state).toBe('RESERVED');
    expect(await renter.party.wallet.freeUnits()).toBe(0n);

    await world.passTo(deadline);
    expect((await renter.rental(id)).state).toBe('RESERVED');
    await world.passTo(deadline + 1n);
    expect((await renter.rental(id)).state).toBe('CLOSED');
    expect(await renter.party.wallet.freeUnits()).toBe(fiveDollars);
    expect((await world.audit()).findings).toEqual([]);
    await machine.close();
    await world.close();
  });
});
