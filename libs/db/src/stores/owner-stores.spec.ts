import type { ChainDelegation } from '@gpuflow/domain';
import { eachTestItsDatabase } from '../fixture/market.js';
import { addressOf, chainId, positionOf, renter, token, unitsMax } from '../fixture/samples.js';
import { chainDelegations, chainNonces } from '../index.js';

const market = eachTestItsDatabase();
const delegate = addressOf(0xde1);

function delegationOf(changes: Partial<ChainDelegation> = {}): ChainDelegation {
  const parties = { owner: renter, delegate, token };
  return {
    ...parties,
    scopes: 3,
    capUnits: unitsMax,
    expiry: 2n ** 40n - 1n,
    last: positionOf(9n),
    ...changes,
  };
}

describe('chainDelegations', () => {
  it('are read as they were written, up to the largest cap and expiry', async () => {
    await chainDelegations.save(market.db, chainId, [delegationOf()]);
    expect(await chainDelegations.find(market.db, chainId, delegationOf())).toEqual(delegationOf());
  });

  it('are of one owner, delegate, token and chain', async () => {
    await chainDelegations.save(market.db, chainId, [delegationOf()]);
    const [a, b] = [delegationOf({ owner: delegate }), delegationOf({ token: delegate })];
    expect(await chainDelegations.findMany(market.db, chainId, [a, b])).toEqual([]);
    expect(await chainDelegations.find(market.db, chainId + 1, delegationOf())).toBeUndefined();
  });

  it('take the place of what was there, and go when their logs do', async () => {
    await chainDelegations.save(market.db, chainId, [delegationOf()]);
    const spent = delegationOf({ capUnits: 7n });
    await chainDelegations.save(market.db, chainId, [spent]);
    expect(await chainDelegations.findMany(market.db, chainId, [spent])).toEqual([spent]);
    await chainDelegations.remove(market.db, chainId, [spent]);
    expect(await chainDelegations.find(market.db, chainId, spent)).toBeUndefined();
  });

  it('are shown to both sides, without those that were taken back', async () => {
    const back = delegationOf({ token: addressOf(0x70c), scopes: 0 });
    await chainDelegations.save(market.db, chainId, [delegationOf(), back]);
    for (const wallet of [renter, delegate])
      expect(await chainDelegations.ofWallet(market.db, chainId, wallet, 10)).toEqual([
        delegationOf(),
      ]);
    expect(await chainDelegations.ofWallet(market.db, chainId, token, 10)).toEqual([]);
  });
});

describe('chainNonces', () => {
  it('begin at 0, move in place, and begin again when their logs are gone', async () => {
    expect(await chainNonces.nextOf(market.db, chainId, renter)).toBe(0n);
    for (const next of [1n, 2n])
      await chainNonces.save(market.db, chainId, [{ owner: renter, next, lastBlock: next }]);
    expect(await chainNonces.nextOf(market.db, chainId, renter)).toBe(2n);
    expect(await chainNonces.nextOf(market.db, chainId + 1, renter)).toBe(0n);
    await chainNonces.remove(market.db, chainId, [renter]);
    expect(await chainNonces.findMany(market.db, chainId, [renter])).toEqual([]);
  });
});
