import { chainRentals, rentals } from '@gpuflow/db';
import { encodeCall } from '@gpuflow/escrow';
import { seats } from './fixture/accounts.js';
import { example, fund, stageRental, wish } from './fixture/rental.js';
import { openStage, type Stage } from './fixture/stage.js';

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
