import {
  intentFor,
  type Address,
  type Hex,
  type IntentPurpose,
  type SignerRole,
} from '@gpuflow/domain';
import { eachTestItsDatabase } from '../fixture/market.js';
import { addressOf, chainId, hashOf, later, noon, orderOf } from '../fixture/samples.js';
import {
  chainTransactions,
  intentOutcomes,
  intents,
  signers,
  type SignedTransaction,
} from '../index.js';

const market = eachTestItsDatabase();
const signer = addressOf(1);
const intent = intentFor(chainId, hashOf(1), { purpose: 'CLOSE', order: orderOf() });
const inclusion = { blockHash: hashOf(0xb10c), blockNumber: 2n ** 62n, gasUsed: 21_000n };
const mined = { inclusion, failures: new Map<number, Hex>() };
const ofSigner = { chainId, signer };

const signedOf = (n: number, changes: Partial<SignedTransaction> = {}): SignedTransaction => ({
  hash: hashOf(n),
  chainId,
  signer,
  nonce: 0,
  intentKeys: [intent.key],
  raw: '0x02f8',
  maxFeePerGas: 2n ** 62n,
  maxPriorityFeePerGas: 7n,
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
    await chainTransactions.markDeclined(market.db, hashOf(1), later(4));
    expect(await stored()).toEqual({ ...signed, broadcastAt: later(4) });
    await chainTransactions.markBroadcast(market.db, hashOf(1), later(5));
    const broadcast = { ...signed, state: 'BROADCAST', broadcastAt: later(5) };
    expect(await stored()).toEqual(broadcast);
    await chainTransactions.markMined(market.db, hashOf(1), mined, later(6));
    expect(await stored()).toEqual({ ...broadcast, state: 'MINED', inclusion, minedAt: later(6) });
    await chainTransactions.markUnmined(market.db, hashOf(1));
    expect(await stored()).toEqual(broadcast);
    await chainTransactions.markMined(market.db, hashOf(1), mined, later(7));
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
    await chainTransactions.markMined(market.db, hashOf(1), mined, noon);
    expect([await stateOf(1), await stateOf(2)]).toEqual(['MINED', 'REPLACED']);
    const all = await chainTransactions.ofNonce(market.db, { chainId, signer, nonce: 0 });
    expect(all.map(({ hash }) => hash)).toEqual([hashOf(1), hashOf(2)]);
  });

  it('are found by intent, and by what is left to do', async () => {
    await sign(signedOf(1), signedOf(2, { nonce: 2 }), signedOf(3, { nonce: 1 }));
    await sign(signedOf(4, { nonce: 9, signer: addressOf(2) }));
    await chainTransactions.markReplaced(market.db, hashOf(3));
    await sign(signedOf(5, { nonce: 1 }), signedOf(6, { nonce: 3 }));
    await chainTransactions.markMined(market.db, hashOf(1), mined, noon);
    await chainTransactions.markReverted(market.db, hashOf(6), inclusion, noon);
    const { db } = market;
    const hashes = (found: { hash: string }[]) => found.map(({ hash }) => hash);
    const all = [hashOf(1), hashOf(3), hashOf(5), hashOf(2)];
    expect(hashes(await chainTransactions.open(db, ofSigner))).toEqual(all);
    expect(await signers.countUnmined(db, ofSigner)).toBe(2);
    const ofIntent = await chainTransactions.ofIntent(db, intent.key);
    expect(hashes(ofIntent)).toEqual([...all, hashOf(6), hashOf(4)]);
    await chainTransactions.confirm(db, hashOf(1));
    const closedFrom = async (nonce: number, limit = 9) =>
      hashes(await chainTransactions.closedFrom(db, { ...ofSigner, nonce }, limit));
    expect(await closedFrom(0)).toEqual([hashOf(1), hashOf(6)]);
    expect(await closedFrom(0, 1)).toEqual([hashOf(1)]);
    expect(await closedFrom(1)).toEqual([hashOf(6)]);
  });

  it('tell of signers that a role had before', async () => {
    const others = (role: SignerRole, ...current: Address[]) =>
      signers.others(market.db, chainId, { role, current });
    await sign(signedOf(1), signedOf(2, { signer: addressOf(2) }));
    await sign(signedOf(3, { signer: addressOf(3), chainId: 1 }));
    expect(await others('KEEPER', signer)).toEqual([addressOf(2)]);
    expect(await others('KEEPER', signer, addressOf(2))).toEqual([]);
    expect(await others('METER', signer)).toEqual([]);
    await chainTransactions.markReverted(market.db, hashOf(2), inclusion, noon);
    expect(await others('KEEPER', signer)).toEqual([]);
  });

  it('hold their nonces until they are replaced', async () => {
    const highest = () => signers.highestNonce(market.db, ofSigner);
    expect(await highest()).toBeUndefined();
    await sign(signedOf(1, { nonce: 4 }), signedOf(2, { nonce: 5 }));
    expect(await highest()).toBe(5);
    await chainTransactions.markReplaced(market.db, hashOf(2));
    expect(await highest()).toBe(4);
  });

  it('tell the last nonce that is not mined and carries one of some purposes', async () => {
    const lastOf = (...purposes: IntentPurpose[]) =>
      signers.highestUnminedOf(market.db, ofSigner, purposes);
    await sign(signedOf(1), signedOf(2, { nonce: 1 }));
    await sign(signedOf(3, { nonce: 2, intentKeys: [] }));
    expect(await lastOf('CLOSE', 'STOP')).toBe(1);
    expect(await lastOf('STOP')).toBeUndefined();
    await chainTransactions.markMined(market.db, hashOf(2), mined, noon);
    expect(await lastOf('CLOSE')).toBe(0);
  });

  describe('that carry several intents', () => {
    const others = [2, 3].map((n) =>
      intentFor(chainId, hashOf(n), { purpose: 'CLOSE', order: orderOf() }),
    );
    const intentKeys = [intent, ...others].map(({ key }) => key);
    const [first = '', second = '', third = ''] = intentKeys;
    const done = (n: number) => intentOutcomes.keysDone(market.db, hashOf(n));
    const decided = async (n: number) =>
      [...(await intentOutcomes.decidedElsewhere(market.db, hashOf(n)))].toSorted();

    beforeEach(() => intents.put(market.db, others, noon));

    it('keep their order', async () => {
      await sign(signedOf(1, { intentKeys: intentKeys.toReversed() }));
      const stored = await chainTransactions.byHash(market.db, hashOf(1));
      expect(stored?.intentKeys).toEqual([third, second, first]);
    });

    it('know which calls the block made that holds them, and forget it with the block', async () => {
      await sign(signedOf(1, { intentKeys }));
      const partly = { inclusion, failures: new Map<number, Hex>([[1, '0xbad0']]) };
      await chainTransactions.markMined(market.db, hashOf(1), partly, noon);
      expect(await done(1)).toEqual([first, third]);
      const elsewhere = { inclusion, failures: new Map<number, Hex>([[0, '0x']]) };
      await chainTransactions.markMined(market.db, hashOf(1), elsewhere, later(1));
      expect(await done(1)).toEqual([second, third]);
      await chainTransactions.markUnmined(market.db, hashOf(1));
      expect(await done(1)).toEqual(intentKeys);
    });

    it('leave to others what these have done or will do', async () => {
      await sign(signedOf(1, { intentKeys }), signedOf(2, { nonce: 1, intentKeys: [second] }));
      expect(await decided(1)).toEqual([second]);
      expect(await decided(2)).toEqual([]);
      await chainTransactions.markMined(market.db, hashOf(1), mined, noon);
      expect(await decided(2)).toEqual([second]);
      const failures = new Map<number, Hex>([[1, '0x']]);
      await chainTransactions.markMined(market.db, hashOf(1), { inclusion, failures }, noon);
      expect(await decided(2)).toEqual([]);
      await chainTransactions.markReplaced(market.db, hashOf(2));
      expect(await decided(1)).toEqual([]);
    });

    it('of another signer, after a change of keys, come later', async () => {
      await sign(signedOf(1, { nonce: 9 }));
      await sign(signedOf(2, { nonce: 0, signer: addressOf(2), intentKeys: [first] }));
      expect(await decided(1)).toEqual([first]);
    });
  });
});
