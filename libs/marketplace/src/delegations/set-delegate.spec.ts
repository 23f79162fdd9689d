import { randomUUID } from 'node:crypto';

import { chainNonces, intents } from '@gpuflow/db';
import type { SignedDelegation } from '@gpuflow/domain';

import {
  chainId,
  chainStart,
  eachTestItsMarket,
  otherRenter,
  renter,
  token,
  walletOf,
} from '../fixture/market.js';
import { heardDuring, recorded } from '../fixture/observed.js';
import { digestOf } from '../fixture/terms.js';
import { setDelegate, type SetDelegate } from './set-delegate.js';

const market = eachTestItsMarket();

function commandOf(changes: Partial<SignedDelegation> = {}, by = renter): SetDelegate {
  const delegation: SignedDelegation = {
    owner: renter.address,
    delegate: otherRenter.address,
    token,
    scopes: 3,
    cap: 500n,
    expiry: chainStart + 86_400,
    nonce: 0n,
    deadline: chainStart + 900,
    ...changes,
  };
  const signature = by.sign(digestOf('Delegation', delegation));
  return { actor: walletOf(renter), key: randomUUID(), chainId, delegation, signature };
}

describe('setDelegate', () => {
  const expectRefused = async (command: SetDelegate, code: string, facts: object) => {
    await expect(setDelegate(market, command)).rejects.toMatchObject({ code, facts });
    expect(await intents.unsettled(market.db, chainId)).toEqual([]);
  };

  it('asks the chain for it, once', async () => {
    const command = commandOf();
    const heard = await heardDuring(market, async () => {
      const key = await setDelegate(market, command);
      expect(await setDelegate(market, command)).toBe(key);
      expect(await intents.find(market.db, key)).toMatchObject({
        signerRole: 'RELAYER',
        rentalId: undefined,
        call: { purpose: 'SET_DELEGATE', delegation: command.delegation },
      });
    });
    expect(heard).toEqual([`account:${renter.address}`]);
    expect(await recorded(market, `account:${renter.address}`)).toEqual([
      'account.delegate_requested',
    ]);
    expect(await intents.unsettled(market.db, chainId)).toHaveLength(1);
  });

  it('takes the owner’s next nonce, and no other: BAD_SIGNATURE', async () => {
    await chainNonces.save(market.db, chainId, [
      { owner: renter.address, next: 2n, lastBlock: 5n },
    ]);
    await expectRefused(commandOf({ nonce: 1n }), 'BAD_SIGNATURE', { signer: renter.address });
    await expectRefused(commandOf({ nonce: 3n }), 'BAD_SIGNATURE', { signer: renter.address });
    await setDelegate(market, commandOf({ nonce: 2n }));
  });

  it('refuses another’s wallet, another’s signature, unknown scopes, and what is too late', async () => {
    const facts = { actor: otherRenter.address, kind: 'account', id: renter.address };
    await expectRefused({ ...commandOf(), actor: walletOf(otherRenter) }, 'NOT_OWNER', facts);
    await expectRefused(commandOf({}, otherRenter), 'BAD_SIGNATURE', { signer: renter.address });
    const scopes = { term: 'scopes', have: 8n, bound: 7n };
    await expectRefused(commandOf({ scopes: 8 }), 'TERMS_OUT_OF_BOUNDS', scopes);
    const late = { now: BigInt(chainStart), bound: BigInt(chainStart - 1) };
    await expectRefused(commandOf({ deadline: chainStart - 1 }), 'OUTSIDE_TIME', late);
    await expectRefused({ ...commandOf(), chainId: 1 }, 'WRONG_CHAIN', { have: 1, want: chainId });
  });
});
