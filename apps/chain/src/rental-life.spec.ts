import {
  chainAccounts,
  chainRentals,
  instances,
  intents,
  ledgerEntries,
  rentals,
} from '@gpuflow/db';
import { seats } from './fixture/accounts.js';
import {
  chainSeconds,
  example,
  fund,
  stageRental,
  wish,
  type StagedRental,
} from './fixture/rental.js';
import { openStage, type Stage } from './fixture/stage.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const db = () => stage.chain.market.db;
const projected = ({ id }: StagedRental) => chainRentals.find(db(), stage.node.chainId, id);
const inMarket = ({ id }: StagedRental) => rentals.find(db(), id);
const freeUnits = async (owner: `0x${string}`) =>
  (await chainAccounts.find(db(), stage.node.chainId, stage.token, owner))?.freeUnits;

/** The next block comes at this chain second. */
async function at(seconds: number): Promise<void> {
  await stage.node.setNextBlockTimestamp(seconds);
}

describe('the life of a rental through intents', () => {
  it('charges two hours of an RTX 4090 at $0.59 to the unit', async () => {
    await fund(stage.wallet(seats.renter), 5_000_000n);
    const rental = await stageRental(stage);

    await wish(stage, rental.id, rental.openCall);
    await stage.process.runUntilIdle();
    expect(await inMarket(rental)).toMatchObject({ state: 'RESERVED', chainSeq: 1 });
    expect(await instances.find(db(), rental.id)).toMatchObject({ desired: 'RUN' });
    expect(await freeUnits(rental.renter.address)).toBe(0n);

    const startedAt = (await chainSeconds(stage)) + 60;
    await at(startedAt);
    await wish(stage, rental.id, { purpose: 'START', order: rental.order });
    await stage.process.runUntilIdle();
    expect(await inMarket(rental)).toMatchObject({ state: 'RUNNING', chainSeq: 2 });

    await at(startedAt + 3_600);
    await wish(stage, rental.id, { purpose: 'SETTLE', order: rental.order, claimedUnits: 0n });
    await stage.process.runUntilIdle();
    // 3,000 of 3,600 seconds have vested: 491,666.67 units, of which a tenth is the fee.
    expect(await projected(rental)).toMatchObject({
      claimedUnits: 491_666n,
      feeUnits: 49_166n,
      toProviderUnits: 442_500n,
    });

    await at(startedAt + 7_200);
    await wish(stage, rental.id, await rental.stopCall());
    await stage.process.runUntilIdle();
    expect(await inMarket(rental)).toMatchObject({ state: 'ENDED' });
    expect(await instances.find(db(), rental.id)).toMatchObject({ desired: 'STOP' });
    expect(await freeUnits(rental.renter.address)).toBe(3_820_000n);

    await at(startedAt + 7_200 + example.window);
    await wish(stage, rental.id, { purpose: 'CLOSE', order: rental.order });
    await stage.process.runUntilIdle();
    expect(await inMarket(rental)).toMatchObject({ state: 'CLOSED' });
    expect(await projected(rental)).toMatchObject({
      state: 'CLOSED',
      closeReason: 'SETTLED',
      startedAt: BigInt(startedAt),
      endedAt: BigInt(startedAt + 7_200),
      fundedUnits: 1_180_000n,
      claimedUnits: 1_180_000n,
      feeUnits: 118_000n,
      toProviderUnits: 1_062_000n,
      refundedUnits: 3_820_000n,
    });
    expect(await freeUnits(rental.provider.address)).toBe(1_062_000n);
    expect(await rental.provider.freeUnits()).toBe(1_062_000n);
    expect(await rental.renter.freeUnits()).toBe(3_820_000n);
    expect(await intents.unsettled(db(), stage.node.chainId)).toEqual([]);
  });

  it('keeps the ledger of each party line by line', async () => {
    await fund(stage.wallet(seats.renter), 5_000_000n);
    const rental = await stageRental(stage);
    await wish(stage, rental.id, rental.openCall);
    await stage.process.runUntilIdle();
    const key = { token: stage.token, owner: rental.renter.address };
    const lines = await ledgerEntries.newest(db(), stage.node.chainId, key, 10);
    expect(lines).toMatchObject([
      { kind: 'DEBITED', seq: 2n, amountUnits: 5_000_000n, freeUnits: 0n, rentalId: rental.id },
      { kind: 'DEPOSITED', seq: 1n, amountUnits: 5_000_000n, freeUnits: 5_000_000n },
    ]);
  });
});
