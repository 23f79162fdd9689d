import { mnemonicToAccount, type HDAccount } from 'viem/accounts';
import { toHex } from 'viem';

import type { Hex } from '@gpuflow/domain';

const mnemonic = 'test test test test test test test test test test test junk';

/** Places in the local chain's mnemonic: the signers of the chain process, and everybody else by turns. */
export const seats = { meter: 1, keeper: 2, relayer: 3, firstRenter: 5, firstProvider: 12 };
/** So many renters, and as many providers, take turns. */
export const peopleMax = 7;

const derived = new Map<number, HDAccount>();

/** The account of a seat, able to sign. All have ether. Derived once: it takes a moment. */
export function accountOf(seat: number): HDAccount {
  const account = derived.get(seat) ?? mnemonicToAccount(mnemonic, { addressIndex: seat });
  derived.set(seat, account);
  return account;
}

export function keyOf(seat: number): Hex {
  const { privateKey } = accountOf(seat).getHdKey();
  if (privateKey === null) throw new Error(`no key of seat ${seat}`);
  return toHex(privateKey);
}
