import { intentFor } from '@gpuflow/domain';
import { eachTestItsDatabase } from '../fixture/market.js';
import { addressOf, chainId, hashOf, later, noon, orderOf } from '../fixture/samples.js';
import { chainTransactions, chainWork, intents } from '../index.js';

const market = eachTestItsDatabase();
const signer = addressOf(1);
const order = orderOf();
const closing = intentFor(chainId, hashOf(1), { purpose: 'CLOSE', order });
const expiring = intentFor(chainId, hashOf(2), { purpose: 'EXPIRE', order });

function sign(n: number, nonce: number): Promise<void> {
  return chainTransactions.insert(market.db, {
    hash: hashOf(n),
    chainId,
    signer,
    nonce,
    intentKeys: [],
    raw: '0x02f8',
    maxFeePerGas: 2n,
    maxPriorityFeePerGas: 1n,
    signedAt: later(n),
  });
}

it('counts the intents whose time has come, and since when they wait', async () => {
  await intents.put(market.db, [closing, expiring], noon);
  await intents.requeue(market.db, [{ key: expiring.key, notBefore: later(60) }]);
  const of = { role: 'KEEPER', oldestAt: noon };
  expect((await chainWork(market.db, chainId, later(59))).queued).toEqual([{ ...of, count: 1 }]);
  expect((await chainWork(market.db, chainId, later(60))).queued).toEqual([{ ...of, count: 2 }]);
});

it('counts a nonce once, and from the first time that bytes were signed for it', async () => {
  await sign(1, 7);
  await chainTransactions.markReplaced(market.db, hashOf(1));
  await sign(2, 7);
  await sign(3, 8);
  const { unmined } = await chainWork(market.db, chainId, later(9));
  expect(unmined).toEqual([{ signer, count: 2, oldestAt: later(1) }]);
});

it('forgets a nonce that is mined', async () => {
  await sign(1, 7);
  const inclusion = { blockHash: hashOf(9), blockNumber: 5n, gasUsed: 21_000n };
  await chainTransactions.markMined(
    market.db,
    hashOf(1),
    { inclusion, failures: new Map() },
    later(2),
  );
  expect((await chainWork(market.db, chainId, later(9))).unmined).toEqual([]);
});
