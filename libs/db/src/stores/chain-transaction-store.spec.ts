import { intentFor } from '@gpuflow/domain';
import { eachTestItsDatabase } from '../fixture/market.js';
import { addressOf, chainId, hashOf, later, noon, orderOf } from '../fixture/samples.js';
import { chainTransactions, intents, type SignedTransaction } from '../index.js';

const market = eachTestItsDatabase();
const signer = addressOf(1);
const intent = intentFor(chainId, hashOf(1), { purpose: 'CLOSE', order: orderOf() });
const inclusion = { blockHash: hashOf(0xb10c), blockNumber: 2n ** 62n, gasUsed: 21_000n };

const signedOf = (n: number, changes: Partial<SignedTransaction> = {}): SignedTransaction => ({
  hash: hashOf(n),
  chainId,
  signer,
  nonce: 0,
  intentKey: intent.key,
  raw: '0x02f8',
  signedAt: later(n),
  ...changes,
});

async function sign(...transactions: SignedTransaction[]): Promise<void> {
  for (const transaction of transactions) await chainTransactions.insert(market.db, transaction);
}

async function stateOf(n: number) {
  return (await chainTransactions.byHash(market.db, hashOf(n)))?.state;
}

beforeEach(() => intents.put(market.db, [intent], noon));

describe('chainTransactions', () => {
  it('go from signed to confirmed, and back when their block vanishes', async () => {
    await sign(signedOf(1));
    const signed = {
      ...signedOf(1),
      state: 'SIGNED',
      broadcastAt: undefined,
      minedAt: undefined,
      inclusion: undefined,
    };
    const stored = () => chainTransactions.byHash(market.db, hashOf(1));
    expect(await stored()).toEqual(signed);
    await chainTransactions.markBroadcast(market.db, hashOf(1), later(5));
    const broadcast = { ...signed, state: 'BROADCAST', broadcastAt: later(5) };
    expect(await stored()).toEqual(broadcast);
    await chainTransactions.markMined(market.db, hashOf(1), inclusion, later(6));
    expect(await stored()).toEqual({ ...broadcast, state: 'MINED', inclusion, minedAt: later(6) });
    await chainTransactions.markUnmined(market.db, hashOf(1));
    expect(await stored()).toEqual(broadcast);
    await chainTransactions.markMined(market.db, hashOf(1), inclusion, later(7));
    await chainTransactions.confirm(market.db, hashOf(1));
    expect(await stateOf(1)).toBe('CONFIRMED');
  });

  it('spend a nonce once for a signer and a chain', async () => {
    await sign(signedOf(1));
    await expect(sign(signedOf(2))).rejects.toThrow();
    await sign(signedOf(3, { signer: addressOf(2) }), signedOf(4, { chainId: 1 }));
    await chainTransactions.markReplaced(market.db, hashOf(1));
    await sign(signedOf(2));
    expect(await stateOf(2)).toBe('SIGNED');
  });

  it('keep the nonce spent when they are mined and revert', async () => {
    await sign(signedOf(1));
    await chainTransactions.markReverted(market.db, hashOf(1), inclusion, noon);
    expect(await stateOf(1)).toBe('REVERTED');
    await expect(sign(signedOf(2))).rejects.toThrow();
  });

  it('close their nonce with whichever of them is mined', async () => {
    await sign(signedOf(1));
    await chainTransactions.markReplaced(market.db, hashOf(1));
    await sign(signedOf(2));
    await chainTransactions.markMined(market.db, hashOf(1), inclusion, noon);
    expect([await stateOf(1), await stateOf(2)]).toEqual(['MINED', 'REPLACED']);
    const all = await chainTransactions.ofNonce(market.db, { chainId, signer, nonce: 0 });
    expect(all.map(({ hash }) => hash)).toEqual([hashOf(1), hashOf(2)]);
  });

  it('are found by intent, and by what is left to do', async () => {
    await sign(signedOf(1), signedOf(2, { nonce: 2 }), signedOf(3, { nonce: 1 }));
    await sign(signedOf(4, { nonce: 9, signer: addressOf(2) }));
    await chainTransactions.markMined(market.db, hashOf(1), inclusion, noon);
    const hashes = (found: { hash: string }[]) => found.map(({ hash }) => hash);
    const { db } = market;
    expect(hashes(await chainTransactions.unminedOf(db, chainId, signer))).toEqual([
      hashOf(3),
      hashOf(2),
    ]);
    expect(hashes(await chainTransactions.unconfirmedOf(db, chainId, signer))).toEqual([hashOf(1)]);
    expect(hashes(await chainTransactions.ofIntent(db, intent.key))).toEqual([
      hashOf(1),
      hashOf(3),
      hashOf(2),
      hashOf(4),
    ]);
    expect(await chainTransactions.highestNonce(db, chainId, signer)).toBe(2);
    expect(await chainTransactions.highestNonce(db, chainId, addressOf(404))).toBeUndefined();
  });
});
