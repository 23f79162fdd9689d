import { chainRentals, instances, rentals, type Database } from '@gpuflow/db';
import { Fault, type Rental } from '@gpuflow/domain';
import { encodeCall } from '@gpuflow/escrow';
import { createChainProcess } from './chain-process.js';
import { seats } from './fixture/accounts.js';
import { example, fund, signUnasked, stageRental, wish } from './fixture/rental.js';
import { openStage, type Stage } from './fixture/stage.js';
import { followStep } from './indexer/follow.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ confirmations: 3n });
});
afterEach(() => stage.close());

describe('a rental on chain', () => {
  it('is the market’s when it has its confirmations, and not before', async () => {
    const { db, policy } = stage.chain.market;
    await fund(stage.wallet(seats.renter), example.deposit);
    const rental = await stageRental(stage);
    await wish(stage, rental.id, rental.openCall);
    const states: (string | undefined)[] = [];
    for (let confirmations = 1; confirmations <= 4; confirmations += 1) {
      await stage.process.runUntilIdle();
      states.push((await rentals.find(db, rental.id))?.state);
      await stage.node.mine();
    }
    expect(states).toEqual(['FUNDING', 'FUNDING', 'RESERVED', 'RESERVED']);
    expect(await chainRentals.find(db, policy.chainId, rental.id)).toMatchObject({ seq: 1 });
  });

  it('that vanishes before it has them was never there', async () => {
    const { db, policy } = stage.chain.market;
    await fund(stage.wallet(seats.renter), example.deposit);
    const rental = await stageRental(stage);
    await stage.process.runUntilIdle();
    const fork = await stage.node.snapshot();
    const { escrow } = stage.chain.contracts;
    await stage.sendAs(seats.otherRenter, { to: escrow, data: encodeCall(rental.openCall) });
    await stage.process.runUntilIdle();
    expect(await chainRentals.find(db, policy.chainId, rental.id)).toBeDefined();
    await stage.node.revert(fork);
    await stage.node.mine(2);
    await stage.process.runUntilIdle();
    expect(await chainRentals.find(db, policy.chainId, rental.id)).toBeUndefined();
    expect(await rentals.find(db, rental.id)).toMatchObject({ state: 'FUNDING', chainSeq: 0 });
  });
});

it('gives its slice back again where a refused rental was opened by others and that vanishes', async () => {
  const { db } = stage.chain.market;
  await fund(stage.wallet(seats.renter), example.deposit);
  const rental = await stageRental(stage);
  await rentals.refuse(db, rental.id, { code: 'INSUFFICIENT_BALANCE', facts: {} });
  await confirmed();
  const fork = await stage.node.snapshot();
  const { escrow } = stage.chain.contracts;
  await stage.sendAs(seats.otherRenter, { to: escrow, data: encodeCall(rental.openCall) });
  await confirmed();
  expect(await rentals.find(db, rental.id)).toMatchObject({ state: 'RESERVED' });
  await dropBlocksAfter(fork);
  await stage.process.followStep();
  expect(await rentals.find(db, rental.id)).toMatchObject({ state: 'REFUSED', chainSeq: 0 });
});

describe('a rental whose end vanishes', () => {
  it('runs again even where the next rental of its listing has to give way first', async () => {
    const { market } = stage.chain;
    const { ended, fork } = await endedRental();
    const next: Rental = { ...ended, id: `0x${'ab'.repeat(32)}`, state: 'FUNDING', chainSeq: 0 };
    await rentals.insert(market.db, next);
    await dropBlocksAfter(fork);
    await stage.process.followStep();
    expect(await stateOf(ended)).toBe('ENDED');
    await rentals.refuse(market.db, next.id, { code: 'LISTING_TAKEN', facts: {} });
    await stage.process.followStep();
    expect(await stateOf(ended)).toBe('RUNNING');
  });

  it('runs again where nobody heard that the reorganisation was stored', async () => {
    const { market } = stage.chain;
    const { ended, fork } = await endedRental();
    const follower = createChainProcess({
      ...stage.chain,
      market: { ...market, db: deafOnce(market.db) },
    });
    await follower.followStep();
    await dropBlocksAfter(fork);
    await expect(follower.followStep()).rejects.toMatchObject({ name: 'Fault' });
    await follower.followStep();
    expect(await stateOf(ended)).toBe('RUNNING');
  });

  it('runs again by a standby, where the process that stored the reorganisation died over it', async () => {
    const { ended, fork } = await endedRental();
    const standby = stage.restarted();
    await standby.followStep();
    await dropBlocksAfter(fork);
    expect(await followStep(stage.chain)).toBe('REORGANISED');
    expect(await stateOf(ended)).toBe('ENDED');
    await standby.followStep();
    expect(await stateOf(ended)).toBe('RUNNING');
  });
});

describe('a rental that a wallet opened past the market', () => {
  it('is given to its machine when it is confirmed, and starts like any other', async () => {
    const { db, policy } = stage.chain.market;
    await fund(stage.wallet(seats.renter), example.deposit);
    const rental = await signUnasked(stage);
    const { escrow } = stage.chain.contracts;
    await stage.sendAs(seats.otherRenter, { to: escrow, data: encodeCall(rental.openCall) });
    await stage.process.runUntilIdle();
    expect(await chainRentals.find(db, policy.chainId, rental.id)).toMatchObject({ seq: 1 });
    expect(await rentals.find(db, rental.id)).toBeUndefined();
    await confirmed();
    expect(await rentals.find(db, rental.id)).toMatchObject({
      state: 'RESERVED',
      orderSignature: undefined,
    });
    expect(await instances.find(db, rental.id)).toMatchObject({ desired: 'RUN' });
  });
});

async function stateOf({ id }: Rental) {
  return (await rentals.find(stage.chain.market.db, id))?.state;
}

/** A rental that has ended for the market too, and the chain as it was while it ran. */
async function endedRental(): Promise<{ ended: Rental; fork: string }> {
  await fund(stage.wallet(seats.renter), example.deposit);
  const rental = await stageRental(stage);
  await wish(stage, rental.id, rental.openCall);
  await confirmed();
  await wish(stage, rental.id, { purpose: 'START', order: rental.order });
  await confirmed();
  const fork = await stage.node.snapshot();
  await wish(stage, rental.id, await rental.stopCall());
  await confirmed();
  const ended = await rentals.find(stage.chain.market.db, rental.id);
  if (ended?.state !== 'ENDED') throw new Error(`the rental is ${ended?.state}`);
  return { ended, fork };
}

async function confirmed(): Promise<void> {
  await stage.process.runUntilIdle();
  await stage.node.mine(2);
  await stage.process.runUntilIdle();
}

async function dropBlocksAfter(fork: string): Promise<void> {
  await stage.node.revert(fork);
  await stage.node.mine(4);
}

/** A database whose first commit is made, but not heard of. */
function deafOnce(db: Database): Database {
  let deaf = true;
  return {
    ...db,
    async transaction(work) {
      const result = await db.transaction(work);
      if (!deaf) return result;
      deaf = false;
      throw new Fault('database', new Error('the connection was lost'));
    },
  };
}
