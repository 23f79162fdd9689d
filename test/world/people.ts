import { mnemonicToAccount } from 'viem/accounts';
import { toHex } from 'viem';

const mnemonic = 'test test test test test test test test test test test junk';

/** Accounts of the local chain, by their place in its mnemonic. All have ether. */
const seats = {
  governor: 0,
  meter: 1,
  keeper: 2,
  relayer: 3,
  renter: 5,
  otherRenter: 6,
  provider: 7,
  otherProvider: 8,
} as const;

export type Seat = keyof typeof seats;

/** The account of a seat, able to sign. */
export function accountOf(seat: Seat) {
  return mnemonicToAccount(mnemonic, { addressIndex: seats[seat] });
}

export function privateKeyOf(seat: Seat) {
  const { privateKey } = accountOf(seat).getHdKey();
  if (privateKey === null) throw new Error(`no key of ${seat}`);
  return toHex(privateKey);
}
