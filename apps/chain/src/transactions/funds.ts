import { balanceOf } from '../node/signer.js';
import type { Sender } from './sender.js';
import type { Unsigned } from './sign-transaction.js';

const unfunded = 'signer cannot pay for gas';

/**
 * Whether the signer has the ether that a transaction may cost. Where it has not, that is said once, and once more when
 * it has.
 */
export async function canPay(
  { chain, address, alarms }: Sender,
  { gas, maxFeePerGas }: Pick<Unsigned, 'gas' | 'maxFeePerGas'>,
): Promise<boolean> {
  const want = gas * maxFeePerGas;
  const have = await balanceOf(chain.node, address);
  if (have >= want) alarms.clear(unfunded);
  else alarms.raise(unfunded, { haveWei: have.toString(), wantWei: want.toString() });
  return have >= want;
}
