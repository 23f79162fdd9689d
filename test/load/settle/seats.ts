import type { Hex } from '@gpuflow/domain';
import { toHex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';

const mnemonic = 'test test test test test test test test test test test junk';

/** Places in the local chain's mnemonic. `naive` is the signer of whom the keeper is compared with. */
export const seats = { meter: 1, keeper: 2, relayer: 3, renter: 5, provider: 7, naive: 9 };

/** The account of a seat, able to sign. All have ether. */
export function accountOf(seat: number) {
  return mnemonicToAccount(mnemonic, { addressIndex: seat });
}

export function keyOf(seat: number): Hex {
  const { privateKey } = accountOf(seat).getHdKey();
  if (privateKey === null) throw new Error(`no key of seat ${seat}`);
  return toHex(privateKey);
}
