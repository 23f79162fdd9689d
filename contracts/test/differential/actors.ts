import type { Address, Hash, Hex } from '@gpuflow/domain';
import { bytesToHex } from 'viem';
import { mnemonicToAccount, sign } from 'viem/accounts';

const mnemonic = 'test test test test test test test test test test test junk';
const actorCount = 8;

/** The accounts that Hardhat's chain sends for without a signature. The first one governs, the others play. */
const keys = new Map<Address, Hex>(
  Array.from({ length: actorCount + 1 }, (_, addressIndex) => {
    const account = mnemonicToAccount(mnemonic, { addressIndex });
    const { privateKey } = account.getHdKey();
    if (!privateKey) throw new Error('The account has no key.');
    return [lower(account.address), bytesToHex(privateKey)];
  }),
);

const [governor, first, ...others] = keys.keys();
if (governor === undefined || first === undefined) throw new Error('Nobody plays.');

export const admin: Address = governor;
export const actors: readonly [Address, ...Address[]] = [first, ...others];

/** An actor's 65-byte signature of a digest. */
export async function signatureOf(actor: Address, hash: Hash): Promise<Hex> {
  const privateKey = keys.get(actor);
  if (privateKey === undefined) throw new Error(`${actor} is no actor.`);
  return sign({ hash, privateKey, to: 'hex' });
}

function lower(address: Address): Address {
  return `0x${address.slice(2).toLowerCase()}`;
}
