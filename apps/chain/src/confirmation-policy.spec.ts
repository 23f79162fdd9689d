import { rentals } from '@gpuflow/db';
import { seats } from './fixture/accounts.js';
import { example, fund, stageRental, wish } from './fixture/rental.js';
import { openStage, type Stage } from './fixture/stage.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({
    confirmations: 1n,
    confirmationRules: [{ fromTokens: 5n, depth: 3n }],
  });
});
afterEach(() => stage.close());

it.each([
  ['a little less than five dollars', example.deposit - 1n, 1],
  ['five dollars', example.deposit, 3],
])('%s wait for so many blocks: %i', async (_name, deposit, depth) => {
  const { db } = stage.chain.market;
  await fund(stage.wallet(seats.renter), deposit);
  const rental = await stageRental(stage, { deposit });
  await wish(stage, rental.id, rental.openCall);
  await stage.process.runUntilIdle();
  const states: (string | undefined)[] = [];
  for (let blocks = 1; blocks <= 3; blocks += 1) {
    states.push((await rentals.find(db, rental.id))?.state);
    await stage.node.mine();
    await stage.process.runUntilIdle();
  }
  expect(states).toEqual([1, 2, 3].map((blocks) => (blocks < depth ? 'FUNDING' : 'RESERVED')));
});
