import { mnemonicToAccount } from 'viem/accounts';
import { toHex, type Hex } from 'viem';

/** The test accounts that every development node knows. They hold play money only. */
export const testMnemonic = 'test test test test test test test test test test test junk';

const positions = {
  meter: 1,
  keeper: 2,
  relayer: 3,
  renter: 5,
  secondRenter: 6,
} as const;
const firstProvider = 7;

export interface TestAccount {
  address: Hex;
  privateKey: Hex;
}

/** The test account at a position of the mnemonic's usual path (BIP-44 m/44'/60'/0'/0/n). */
function testAccount(addressIndex: number): TestAccount {
  const account = mnemonicToAccount(testMnemonic, { addressIndex });
  const { privateKey } = account.getHdKey();
  if (privateKey === null) throw new Error('a mnemonic has private keys');
  return { address: lower(account.address), privateKey: toHex(privateKey) };
}

function lower(address: Hex): Hex {
  return `0x${address.slice(2).toLowerCase()}`;
}

/** Who is who in the demonstration. */
export function roleAccount(role: keyof typeof positions): TestAccount {
  return testAccount(positions[role]);
}

/** A provider of the demonstration market, counted from 0. */
export function providerAccount(provider: number): TestAccount {
  return testAccount(firstProvider + provider);
}
