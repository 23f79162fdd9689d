import { operations } from '@gpuflow/api-client';

import { Renter } from '../world/renter.js';
import { TestMachine } from '../world/test-machine.js';
import { openWorld, type Party, type World } from '../world/world.js';

const hour = 3_600n;
const noticeSeconds = 300n;
const floor = 590_000n;
const storage = 36_000n;
const tenDollars = 10_000_000n;

describe('a bid that is outbid', () => {
  let world: World;
  let machine: TestMachine;
  let provider: Party;
  let low: Renter;
  let high: Renter;
  let listingId: string;

  beforeEach(async () => {
    world = await openWorld();
    provider = world.party('provider');
    low = new Renter(world, world.party('renter'));
    high = new Renter(world, world.party('otherRenter'));
    machine = await TestMachine.enrol(world, provider);
    await machine.beat();
    const unusual = { storagePricePerHour: `${storage}` };
    listingId = await machine.list({ class: 'INTERRUPTIBLE', unusual });
    await low.deposit(tenDollars);
    await high.deposit(tenDollars);
  });

  afterEach(async () => {
    await machine.close();
    await world.close();
  });

  const bid = (renter: Renter, bidPerHourUnits: bigint) =>
    renter.open(listingId, { bidPerHourUnits, depositUnits: tenDollars });
  const bidOf = async (renter: Renter, id: `0x${string}`) => (await renter.rental(id)).bid;
  const book = async () => (await world.anonymous.query(operations.bidBook, { listingId })).bidBook;

  /** The machine does what it is told now, and the chain hears of it. */
  async function turnOver(): Promise<void> {
    await machine.boot();
    await world.settle();
  }

  async function startOf(renter: Renter, id: `0x${string}`): Promise<bigint> {
    return secondOf((await renter.rental(id)).startedAt);
  }

  async function noticeOf(renter: Renter, id: `0x${string}`): Promise<bigint> {
    return secondOf((await bidOf(renter, id))?.outbid?.noticeUntil);
  }

  it('has its notice, waits for its turn, goes on, and pays each second once', async () => {
    await expect(bid(low, floor - 1n)).rejects.toMatchObject({
      code: 'PRICE_BELOW_OFFER',
      facts: { have: '589999', want: '590000' },
    });
    const lowId = await bid(low, 600_000n);
    await turnOver();
    const startedAt = await startOf(low, lowId);
    expect(await bidOf(low, lowId)).toMatchObject({ state: 'RUNNING', outbid: null });

    await world.passTo(startedAt + hour);
    const highId = await bid(high, 800_000n);
    const noticeUntil = await noticeOf(low, lowId);
    expect(noticeUntil).toBeGreaterThanOrEqual(startedAt + hour + noticeSeconds);
    expect(await bidOf(low, lowId)).toMatchObject({
      state: 'YIELDING',
      outbid: { byPrice: { units: 800_000n }, byRental: highId },
    });
    expect(await bidOf(high, highId)).toMatchObject({ state: 'WAITING', ahead: 0 });
    expect(await book()).toMatchObject({
      floor: { units: floor },
      holder: { class: 'INTERRUPTIBLE', pricePerHour: { units: 600_000n } },
      waiting: [{ pricePerHour: { units: 800_000n }, quantity: 1 }],
    });

    await world.passTo(noticeUntil);
    await turnOver();
    expect((await low.rental(lowId)).state).toBe('HALTED');
    expect(await bidOf(low, lowId)).toMatchObject({ state: 'WAITING', ahead: 0 });
    expect(await bidOf(high, highId)).toMatchObject({ state: 'RUNNING' });

    const highStartedAt = await startOf(high, highId);
    await high.stopAt(highId, highStartedAt + 1_800n);
    await turnOver();
    expect((await low.rental(lowId)).state).toBe('RUNNING');
    await low.stopAt(lowId, startedAt + 3n * hour);
    await world.passTo(startedAt + 4n * hour);

    const paid = await low.statement(lowId);
    const [ran, waited, ranOn] = paid.lines.map(({ seconds }) => seconds);
    expect(paid.lines).toMatchObject([
      { rate: 'PRICE', to: momentOf(noticeUntil) },
      { rate: 'STORAGE', removal: { reason: 'PREEMPTED' } },
      { rate: 'PRICE' },
    ]);
    expect(ran).toBe(noticeUntil - startedAt);
    expect(waited).toBeGreaterThanOrEqual(1_800n);
    expect((ran ?? 0n) + (waited ?? 0n) + (ranOn ?? 0n)).toBe(3n * hour);
    const seconds = (ran ?? 0n) + (ranOn ?? 0n);
    const gross = (600_000n * seconds + storage * (waited ?? 0n)) / hour;
    expect(paid).toMatchObject({
      state: 'CLOSED',
      gross: { units: gross },
      refunded: { units: tenDollars - gross },
      priceSeconds: seconds,
    });
    expect((await high.statement(highId)).gross.units).toBe(400_000n);
    const fees = gross / 10n + 40_000n;
    expect(await provider.wallet.freeUnits()).toBe(gross + 400_000n - fees);
    expect(await low.party.wallet.freeUnits()).toBe(tenDollars - gross);
    expect(await high.party.wallet.freeUnits()).toBe(tenDollars - 400_000n);
    expect(await world.audit()).toMatchObject({ findings: [], differences: 0, rentals: 2 });
  });

  it('takes the slice back when its renter pays more, and costs nothing where it never ran', async () => {
    const lowId = await bid(low, 600_000n);
    await turnOver();
    const waitingId = await bid(high, floor);
    expect(await bidOf(high, waitingId)).toMatchObject({ state: 'WAITING', ahead: 0 });
    expect(await high.party.wallet.freeUnits()).toBe(0n);
    await high.cancel(waitingId);
    expect(await high.rental(waitingId)).toMatchObject({ state: 'CLOSED', bid: null });
    expect(await high.party.wallet.freeUnits()).toBe(tenDollars);
    expect((await book()).waiting).toEqual([]);

    const highId = await bid(high, 800_000n);
    await world.passTo(await noticeOf(low, lowId));
    await turnOver();

    const { api, wallet } = low.party;
    const raised = { rentalId: lowId, pricePerHourUnits: 800_001n };
    const { raiseBidCall } = await api.query(operations.raiseBidCall, raised);
    await wallet.sendCall(raiseBidCall);
    await world.settle();
    expect(await bidOf(high, highId)).toMatchObject({
      state: 'YIELDING',
      outbid: { byPrice: { units: 800_001n }, byRental: lowId },
    });
    await world.passTo(await noticeOf(high, highId));
    await turnOver();
    expect(await bidOf(low, lowId)).toMatchObject({ state: 'RUNNING' });
    expect(await bidOf(high, highId)).toMatchObject({ state: 'WAITING', ahead: 0 });
    const facts = { have: 'HALTED', want: 'RESERVED' };
    await expect(high.cancel(highId)).rejects.toMatchObject({ code: 'BAD_STATE', facts });
    expect(await world.audit()).toMatchObject({ findings: [], differences: 0 });
  });
});

function secondOf(moment: Date | null | undefined): bigint {
  if (moment === null || moment === undefined) throw new Error('it has not come to that');
  return BigInt(moment.getTime() / 1_000);
}

function momentOf(second: bigint): Date {
  return new Date(Number(second) * 1_000);
}
